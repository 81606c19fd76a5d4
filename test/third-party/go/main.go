// Checks a log that we serve with the code of three other projects, which share none with each other or with us:
// Tessera (client and fsck), transparency-dev's merkle and formats, and Go's own checksum database (x/mod/sumdb).
// Prints what it found as JSON; exits with 1 and a sentence where something is not as it should be.

package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// The log to check, and who must have signed its checkpoint.
type options struct {
	log       *url.URL
	origin    string
	vkey      string
	witnesses []string
	bearer    string
	// A checkpoint that was fetched before, or empty.
	earlier string
}

// What was checked; `Roots` says by whom the root was computed.
type report struct {
	Origin      string   `json:"origin"`
	Size        uint64   `json:"size"`
	Root        string   `json:"root"`
	Inclusions  int      `json:"inclusions"`
	Consistency int      `json:"consistency"`
	Resources   uint64   `json:"resources"`
	Cosigners   []string `json:"cosigners"`
}

func main() {
	var o options
	logURL := flag.String("log", "", "address under which checkpoint and tile/ lie")
	flag.StringVar(&o.origin, "origin", "", "the checkpoint's first line")
	flag.StringVar(&o.vkey, "vkey", "", "verifier key of the log")
	witnesses := flag.String("witnesses", "", "verifier keys of witnesses that must have cosigned, with commas between")
	flag.StringVar(&o.bearer, "bearer", "", "token that opens the entry bundles")
	flag.StringVar(&o.earlier, "earlier", "", "file with a checkpoint that was fetched before")
	cosign := flag.String("cosign", "", "signer key: print the checkpoint with a cosignature of this witness, and end")
	flag.Parse()
	if *witnesses != "" {
		o.witnesses = strings.Split(*witnesses, ",")
	}
	var err error
	if o.log, err = url.Parse(strings.TrimSuffix(*logURL, "/") + "/"); err != nil {
		fail(err)
	}
	if *cosign != "" {
		err = printCosigned(o, *cosign)
	} else {
		err = check(context.Background(), o)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func check(ctx context.Context, o options) error {
	verifier, err := note.NewVerifier(o.vkey)
	if err != nil {
		return fmt.Errorf("verifier key: %w", err)
	}
	r := report{Origin: o.origin, Cosigners: []string{}}
	if err := checkWithTessera(ctx, o, verifier, &r); err != nil {
		return fmt.Errorf("tessera: %w", err)
	}
	if err := checkWithSumdb(o, verifier, r); err != nil {
		return fmt.Errorf("sumdb: %w", err)
	}
	if err := checkCosignatures(o, verifier, &r); err != nil {
		return fmt.Errorf("cosignatures: %w", err)
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// Every witness that was named must have cosigned the checkpoint (C2SP tlog-cosignature, cosignature/v1).
func checkCosignatures(o options, log note.Verifier, r *report) error {
	verifiers := []note.Verifier{log}
	for _, vkey := range o.witnesses {
		v, err := cosignature.NewVerifierForCosignatureV1(vkey)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, v)
	}
	raw, err := fetch(o, "checkpoint")
	if err != nil {
		return err
	}
	n, err := note.Open(raw, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	for _, sig := range n.Sigs {
		if sig.Name == log.Name() && sig.Hash == log.KeyHash() {
			continue
		}
		at, err := cosignature.CoSigV1Timestamp(sig)
		if err != nil {
			return err
		}
		if at.Unix() <= 0 {
			return fmt.Errorf("%s cosigned at %v", sig.Name, at)
		}
		r.Cosigners = append(r.Cosigners, sig.Name)
	}
	if len(r.Cosigners) != len(o.witnesses) {
		return fmt.Errorf("expected %d witnesses, found %v", len(o.witnesses), r.Cosigners)
	}
	return nil
}

func printCosigned(o options, skey string) error {
	verifier, err := note.NewVerifier(o.vkey)
	if err != nil {
		return err
	}
	signer, err := cosignature.NewSignerForCosignatureV1(skey)
	if err != nil {
		return err
	}
	raw, err := fetch(o, "checkpoint")
	if err != nil {
		return err
	}
	n, err := note.Open(raw, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	signed, err := note.Sign(n, signer)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(signed)
	return err
}

func fetch(o options, path string) ([]byte, error) {
	u, err := o.log.Parse(path)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	if o.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+o.bearer)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, res.Status)
	}
	return io.ReadAll(res.Body)
}
