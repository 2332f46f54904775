package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"debitor/internal/bank"
	"debitor/internal/intake"
	"debitor/internal/store"
	"debitor/internal/trade"
)

// fileName is a name that a file can have here, without the folders that some
// browsers send along.
func fileName(sent string) string {
	name := tameName(sent)
	if strings.Trim(name, ".") == "" {
		return "file"
	}
	return name
}

// keepPieces writes a file piece by piece. An empty file has one empty piece.
func keepPieces(ctx context.Context, e *entry, upload string, file int, name string, body io.ReadSeeker) error {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	buffer := make([]byte, pieceSize)
	for piece := 0; ; piece++ {
		n, err := io.ReadFull(body, buffer)
		if n > 0 || piece == 0 {
			if err := e.InsertPiece(ctx, upload, file, piece, name, buffer[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// LookAtUpload shows the beginning of each file, for who has to say what its
// columns are.
func (s *Session) LookAtUpload(ctx context.Context, u Upload) (looks []intake.Look, err error) {
	if err := s.may(ImportFiles); err != nil {
		return nil, err
	}
	err = s.withFiles(ctx, u, func(paths []string) error {
		for _, p := range paths {
			look, err := lookAt(p)
			if err != nil {
				return err
			}
			looks = append(looks, look)
		}
		return nil
	})
	return looks, err
}

// lookAt is what can be seen of a file. Only a table has columns that somebody may
// have to name.
func lookAt(path string) (intake.Look, error) {
	if isRates(path) || isLawRates(path) { // its columns are known, or it has none
		return intake.Look{}, nil
	}
	head, err := readUpTo(path, headSize)
	switch {
	case err != nil:
		return intake.Look{}, err
	case bank.Looks(head): // likewise
		return intake.Look{Kind: KindStatement}, nil
	case trade.Looks(head): // it has no columns, and nothing to be said of them
		return intake.Look{Encoding: "XML"}, nil
	}
	return intake.LookAt(path)
}

// withFiles puts an upload's files into a directory for as long as fn runs.
// Each lies in one of its own, under the name its owner knows it by.
func (s *Session) withFiles(ctx context.Context, u Upload, fn func(paths []string) error) error {
	dir, err := os.MkdirTemp("", "debitor-upload-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // what stays behind goes with the temporary directory
	var paths []string
	for i, name := range u.Files {
		sub := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(sub, 0o700); err != nil {
			return err
		}
		paths = append(paths, filepath.Join(sub, name))
		if err := s.writePieces(ctx, u.ID, i, paths[i]); err != nil {
			return err
		}
	}
	return fn(paths)
}

func (s *Session) writePieces(ctx context.Context, upload string, file int, path string) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	err = s.read(ctx, ImportFiles, func(r store.Reader) error {
		for piece := 0; ; piece++ {
			data, found, err := r.Piece(ctx, upload, file, piece)
			if err != nil || !found {
				return err
			}
			if _, err := out.Write(data); err != nil {
				return err
			}
		}
	})
	return errors.Join(err, out.Close())
}
