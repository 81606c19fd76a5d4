"""Checks statements, receipts and the SCRAPI routes with the code of other projects: scitt-cose (RFC 9942, RFC 9943),
python-cwt (COSE) and pyscitt (the client of Microsoft's SCITT ledger). Nothing here comes from Touchmark.

One JSON object on stdin, {"check": ..., ...} with bytes in hexadecimal; one on stdout.
"""

import base64
import hashlib
import json
import sys

import cbor2
import pyscitt.client
import scitt_cose
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cwt import COSE, COSEKey
from scitt_cose import cose_sign1, merkle

ES256, ESP256 = -7, -9
COSE_TYPE = {"Content-Type": "application/cose"}


def pem(point: bytes) -> bytes:
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def cose_key(point: bytes, kid: bytes) -> dict:
    return {1: 2, 2: kid, 3: ESP256, -1: 1, -2: point[1:33], -3: point[33:]}


def thumbprint(point: bytes) -> bytes:
    """RFC 9679 section 3."""
    return hashlib.sha256(cbor2.dumps({1: 2, -1: 1, -2: point[1:33], -3: point[33:]}, canonical=True)).digest()


def teach_scitt_cose_esp256() -> str:
    """scitt-cose 0.5.0 has no entry for ESP256 (RFC 9864), which is ES256 with its curve fixed. Gives what it says without."""
    if ESP256 in cose_sign1._ECDSA:
        return ""
    cose_sign1._ECDSA[ESP256] = cose_sign1._ECDSA[ES256]
    cose_sign1.ALG_CODE_TO_NAME[ESP256] = "ESP256"
    return f"scitt-cose {scitt_cose.__version__} has no algorithm {ESP256}"


def check_statement(statement: bytes, signer: bytes) -> dict:
    headers, unprotected, payload = COSE.new(verify_kid=True).decode_with_headers(
        statement, COSEKey.new(cose_key(signer, thumbprint(signer)))
    )
    parsed = scitt_cose.parse_signed_statement(statement, public_key_pem=pem(signer))
    return {
        "cwt": {"alg": headers[1], "type": headers[3], "kid": headers[4].hex(), "claims": list(headers[15].items())},
        "unprotected": len(unprotected),
        "payload": json.loads(payload),
        "scittCose": {
            "verified": parsed["signature_verified"],
            "issuer": parsed["issuer"],
            "subject": parsed["subject"],
            "type": parsed["content_type"],
        },
    }


def check_transparent(statement: bytes, receipt: bytes, signer: bytes, log: bytes) -> dict:
    """Puts the receipt into the statement, as RFC 9943 section 7 has it, and verifies both out of that."""
    transparent = scitt_cose.attach_receipts(statement, [receipt])
    parsed = scitt_cose.parse_signed_statement(transparent, public_key_pem=pem(signer))
    [found] = scitt_cose.extract_receipts(transparent)
    return {"statement": parsed["signature_verified"], "receipt": check_receipt(statement, found, log)["ok"]}


def check_receipt(statement: bytes, receipt: bytes, log: bytes) -> dict:
    """A receipt as RFC 9942 reads it; then the root computed again, and the signature over it, by another library."""
    found = scitt_cose.verify_receipt(receipt, leaf_entry_hex=statement.hex(), log_public_key_pem=pem(log))
    protected, unprotected, _, _ = cbor2.loads(receipt).value
    size, index, path = cbor2.loads(unprotected[396][-1][0])
    root = merkle.root_from_inclusion_proof(statement.hex(), index, size, [node.hex() for node in path])
    try:
        COSE.new(verify_kid=True).decode(
            receipt, COSEKey.new(cose_key(log, thumbprint(log))), detached_payload=bytes.fromhex(root or "")
        )
        cwt = "verified"
    except Exception as error:  # any refusal, by its kind
        cwt = type(error).__name__
    return {
        "ok": found.ok,
        "errors": found.errors,
        "size": found.tree_size,
        "index": found.leaf_index,
        "root": found.root,
        "issuer": found.issuer,
        "subject": found.subject,
        "rootAgain": root,
        "cwt": cwt,
        "signedSize": cbor2.loads(protected)[-65537],
    }


def relabel(receipt: bytes, size: int) -> dict:
    """The same proof told of another tree size, which a plain RFC 9942 receipt leaves unsigned."""
    message = cbor2.loads(receipt)
    protected, _, payload, signature = message.value
    _, index, path = cbor2.loads(message.value[1][396][-1][0])
    proofs = {396: {-1: [cbor2.dumps([size, index, path])]}}
    return {"receipt": cbor2.dumps(cbor2.CBORTag(18, [protected, proofs, payload, signature])).hex()}


def check_scrapi(url: str, statement: bytes, signer: bytes) -> dict:
    """Registers a statement, asks for its receipt again, finds the key by the receipt's kid, and verifies with it."""
    client = pyscitt.client.Client(url)
    registered = client.post("/entries", headers=COSE_TYPE, content=statement)
    location = registered.headers["location"]
    receipt = client.get_receipt(location.rsplit("/", 1)[1])
    kid = cbor2.loads(cbor2.loads(receipt).value[0])[4]
    keys = cbor2.loads(client.get("/.well-known/scitt-keys").content)
    name = base64.urlsafe_b64encode(kid).rstrip(b"=").decode()
    key = cbor2.loads(client.get(f"/.well-known/scitt-keys/{name}").content)
    log = b"\x04" + key[-2] + key[-3]
    return {
        "status": registered.status_code,
        "type": registered.headers["content-type"],
        "location": location,
        "keyInSet": key in keys,
        "kidIsThumbprint": kid == thumbprint(log) == key[2],
        "atOnce": check_receipt(statement, registered.content, log),
        "later": check_receipt(statement, receipt, log),
        "configuration": cbor2.loads(client.get("/.well-known/transparency-configuration").content),
        "statement": check_statement(statement, signer),
    }


def check_refusals(url: str, requests: list) -> dict:
    """What the client makes of each problem: title and detail, which SCRAPI requires in CBOR (RFC 9290)."""
    client = pyscitt.client.Client(url)
    found = []
    for request in requests:
        body = bytes.fromhex(request["body"]) if "body" in request else None
        headers = {"Content-Type": request["type"]} if "type" in request else {}
        response = client.session.request(request["method"], request["path"], content=body, headers=headers)
        error = client.parse_response_error(response)
        found.append(
            {
                "status": response.status_code,
                "type": response.headers.get("content-type"),
                "title": error and error.code,
                "detail": error and error.message,
            }
        )
    return {"found": found}


def main() -> None:
    asked = json.load(sys.stdin)
    given = {name: bytes.fromhex(asked[name]) for name in ("statement", "receipt", "signer", "log") if name in asked}
    lacks = teach_scitt_cose_esp256()
    checks = {
        "statement": lambda: check_statement(given["statement"], given["signer"]),
        "receipt": lambda: check_receipt(given["statement"], given["receipt"], given["log"]),
        "transparent": lambda: check_transparent(given["statement"], given["receipt"], given["signer"], given["log"]),
        "relabel": lambda: relabel(given["receipt"], asked["size"]),
        "scrapi": lambda: check_scrapi(asked["url"], given["statement"], given["signer"]),
        "refusals": lambda: check_refusals(asked["url"], asked["requests"]),
    }
    json.dump({"lacks": lacks, **checks[asked["check"]]()}, sys.stdout)


main()
