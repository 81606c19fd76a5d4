package main

import (
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Go's checksum database client reads the same tiles under the same names but for the height, which C2SP fixes at 8.
type sumdbTiles struct{ o options }

func (t sumdbTiles) Height() int { return 8 }

func (t sumdbTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, 0, len(tiles))
	for _, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		b, err := fetch(t.o, path)
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}

func (t sumdbTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Opens the checkpoint, and proves the first and last entries and the growth from half the size out of authenticated tiles.
func checkWithSumdb(o options, v note.Verifier, r report) error {
	raw, err := fetch(o, "checkpoint")
	if err != nil {
		return err
	}
	n, err := note.Open(raw, note.VerifierList(v))
	if err != nil {
		return err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != o.origin || lines[1] != fmt.Sprint(r.Size) || lines[2] != r.Root {
		return fmt.Errorf("checkpoint %q", n.Text)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return fmt.Errorf("root %q", lines[2])
	}
	tree := tlog.Tree{N: int64(r.Size), Hash: tlog.Hash(root)}
	reader := tlog.TileHashReader(tree, sumdbTiles{o})
	computed, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if computed != tree.Hash {
		return fmt.Errorf("root %v computed, %v signed", computed, tree.Hash)
	}
	for _, index := range []int64{0, tree.N / 2, tree.N - 1} {
		leaves, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		path, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, leaves[0]); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	half := max(tree.N/2, 1)
	smaller, err := tlog.TreeHash(half, reader)
	if err != nil {
		return err
	}
	path, err := tlog.ProveTree(tree.N, half, reader)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, half, smaller)
}
