package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

const fetchers = 4

// Tessera's fsck fetches every tile and bundle and computes every hash again; then its client proves each entry, and the
// growth from each smaller size, from tiles alone.
func checkWithTessera(ctx context.Context, o options, v note.Verifier, r *report) error {
	src, err := client.NewHTTPFetcher(o.log, nil)
	if err != nil {
		return err
	}
	if o.bearer != "" {
		src.SetAuthorizationHeader("Bearer " + o.bearer)
	}
	f := fsck.New(o.origin, v, src, leafHashes, fsck.Opts{N: fetchers})
	if err := f.Check(ctx); err != nil {
		return fmt.Errorf("fsck: %w", err)
	}
	status := f.Status()
	r.Resources = status.ResourcesFetched
	if status.ErrorsEncountered > 0 {
		return fmt.Errorf("fsck: %d errors", status.ErrorsEncountered)
	}
	cp, _, _, err := client.FetchCheckpoint(ctx, src.ReadCheckpoint, v, o.origin)
	if err != nil {
		return err
	}
	r.Size = cp.Size
	r.Root = base64.StdEncoding.EncodeToString(cp.Hash)
	if err := proveEntries(ctx, src, cp, r); err != nil {
		return err
	}
	return trackGrowth(ctx, src, o, v, cp)
}

func proveEntries(ctx context.Context, src *client.HTTPFetcher, cp *log.Checkpoint, r *report) error {
	hasher := rfc6962.DefaultHasher
	builder, err := client.NewProofBuilder(ctx, cp.Size, src.ReadTile)
	if err != nil {
		return err
	}
	tree := (&compact.RangeFactory{Hash: hasher.HashChildren}).NewEmptyRange(0)
	for bundle, err := range client.EntryBundles(ctx, fetchers, sizeOf(cp), src.ReadEntryBundle, 0, cp.Size) {
		if err != nil {
			return err
		}
		leaves, err := leafHashes(bundle.Data)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			index := tree.End()
			path, err := builder.InclusionProof(ctx, index)
			if err != nil {
				return err
			}
			if err := proof.VerifyInclusion(hasher, index, cp.Size, leaf, path, cp.Hash); err != nil {
				return fmt.Errorf("inclusion of entry %d: %w", index, err)
			}
			r.Inclusions++
			if err := tree.Append(leaf, nil); err != nil {
				return err
			}
			if err := proveGrowth(ctx, builder, tree, cp); err != nil {
				return err
			}
			r.Consistency++
		}
	}
	if tree.End() != cp.Size {
		return fmt.Errorf("%d entries in a log of %d", tree.End(), cp.Size)
	}
	return nil
}

func proveGrowth(ctx context.Context, builder *client.ProofBuilder, tree *compact.Range, cp *log.Checkpoint) error {
	root, err := tree.GetRootHash(nil)
	if err != nil {
		return err
	}
	path, err := builder.ConsistencyProof(ctx, tree.End(), cp.Size)
	if err != nil {
		return err
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, tree.End(), cp.Size, path, root, cp.Hash); err != nil {
		return fmt.Errorf("growth from %d: %w", tree.End(), err)
	}
	return nil
}

// A client that saw an earlier checkpoint takes the new one only if the log grew out of it.
func trackGrowth(ctx context.Context, src *client.HTTPFetcher, o options, v note.Verifier, cp *log.Checkpoint) error {
	if o.earlier == "" {
		return nil
	}
	earlier, err := os.ReadFile(o.earlier)
	if err != nil {
		return err
	}
	tracker, err := client.NewLogStateTracker(ctx, src.ReadTile, earlier, v, o.origin, client.UnilateralConsensus(src.ReadCheckpoint))
	if err != nil {
		return fmt.Errorf("earlier checkpoint: %w", err)
	}
	if _, _, _, err := tracker.Update(ctx); err != nil {
		return fmt.Errorf("growth from the earlier checkpoint: %w", err)
	}
	if latest := tracker.Latest(); latest.Size != cp.Size || !bytes.Equal(latest.Hash, cp.Hash) {
		return errors.New("the log moved while it was checked")
	}
	return nil
}

func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

func sizeOf(cp *log.Checkpoint) func(context.Context) (uint64, error) {
	return func(context.Context) (uint64, error) { return cp.Size, nil }
}
