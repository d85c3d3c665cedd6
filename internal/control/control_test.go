package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/engine"
)

// fake is a server that never was: with keys, of which it takes three, and a store that can be copied.
type fake struct {
	keys   []int
	copies []string
	quotas []engine.Quota
	log    bytes.Buffer
	dir    string
}

func (f *fake) TokenKeys() []engine.TokenKey {
	var list []engine.TokenKey
	for i, id := range f.keys {
		list = append(list, engine.TokenKey{ID: id, CreatedAt: 1735689600000, Sealing: i == 0})
	}
	return list
}

func (f *fake) RotateTokenKey() ([]engine.TokenKey, error) {
	if len(f.keys) == 3 {
		return nil, errors.New("the disk is full")
	}
	f.keys = slices.Insert(f.keys, 0, f.keys[0]+1)
	return f.TokenKeys(), nil
}

func (f *fake) DropTokenKey(id int) ([]engine.TokenKey, error) {
	if !slices.Contains(f.keys, id) {
		return nil, fmt.Errorf("%w: none has the number %d", engine.ErrTokenKey, id)
	}
	f.keys = slices.DeleteFunc(f.keys, func(i int) bool { return i == id })
	return f.TokenKeys(), nil
}

func (f *fake) checkpoint(dir string) error {
	if slices.Contains(f.copies, dir) {
		return errors.New("it is there already")
	}
	f.copies = append(f.copies, dir)
	return nil
}

func (f *fake) limits() []engine.Quota { return f.quotas }

// newFake serves in a directory of its own until the test ends.
func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{keys: []int{1}, dir: shortDir(t)}
	l, err := Listen(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	server := NewServer(Config{Keys: f, Checkpoint: f.checkpoint, Quotas: f.limits, Log: slog.New(slog.NewTextHandler(&f.log, nil))})
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return f
}

// shortDir is a directory with a path that is short enough for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "swfd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestTokenKeys(t *testing.T) {
	f := newFake(t)
	for _, test := range []struct {
		method, path string
		want         []int
		refusal      string
	}{
		{http.MethodGet, "/tokenkeys", []int{1}, ""},
		{http.MethodPost, "/tokenkeys", []int{2, 1}, ""},
		{http.MethodDelete, "/tokenkeys/1", []int{2}, ""},
		{http.MethodDelete, "/tokenkeys/1", nil, "409 the keys for tokens were left as they are: none has the number 1"},
		{http.MethodDelete, "/tokenkeys/first", nil, `400 "first" is no number of a key`},
		{http.MethodDelete, "/tokenkeys", nil, "405 Method Not Allowed"},
		{http.MethodPost, "/tokenkeys", []int{3, 2}, ""},
		{http.MethodPost, "/tokenkeys", []int{4, 3, 2}, ""},
		{http.MethodPost, "/tokenkeys", nil, "503 the disk is full"},
	} {
		var answer TokenKeysAnswer
		err := Ask(t.Context(), f.dir, test.method, test.path, nil, &answer)
		var got []int
		for _, k := range answer.TokenKeys {
			got = append(got, k.ID)
		}
		if !slices.Equal(got, test.want) || refusalText(err) != test.refusal {
			t.Errorf("%s %s: got %v, %q, want %v, %q", test.method, test.path, got, refusalText(err), test.want, test.refusal)
		}
	}
	if log := f.log.String(); strings.Count(log, "tokens are sealed with a new key") != 3 || strings.Count(log, "was dropped") != 1 {
		t.Errorf("the log: %s", log)
	}
}

func refusalText(err error) string {
	if r := (*Refusal)(nil); errors.As(err, &r) {
		return fmt.Sprintf("%d %s", r.Status, r.Reason)
	}
	return ""
}

func TestBackups(t *testing.T) {
	f := newFake(t)
	for _, test := range []struct{ to, refusal string }{
		{"/copies/1", ""},
		{"/copies/1", "409 it is there already"},
		{"copies", `400 the directory "copies" is no absolute path`},
		{"", `400 the directory "" is no absolute path`},
	} {
		var answer BackupAnswer
		if err := Ask(t.Context(), f.dir, http.MethodPost, "/backup", BackupRequest{test.to}, &answer); refusalText(err) != test.refusal || (err == nil) != (test.refusal == "") {
			t.Errorf("%q: got %v, want %q", test.to, err, test.refusal)
		}
	}
	if !slices.Equal(f.copies, []string{"/copies/1"}) {
		t.Errorf("the copies are %v", f.copies)
	}
}

func TestLimits(t *testing.T) {
	f := newFake(t)
	for _, test := range []struct {
		quotas, told int
		truncated    bool
	}{{0, 0, false}, {3, 3, false}, {mostLimits, mostLimits, false}, {mostLimits + 1, mostLimits, true}} {
		// The longest names there are, of what takes most room in JSON.
		f.quotas = slices.Repeat([]engine.Quota{{Limit: "pollers", Domain: strings.Repeat("\x01", 256), Used: 1, Max: 2}}, test.quotas)
		var answer LimitsAnswer
		if err := Ask(t.Context(), f.dir, http.MethodGet, "/limits", nil, &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Limits) != test.told || answer.Truncated != test.truncated {
			t.Errorf("of %d limits %d are told, truncated: %v", test.quotas, len(answer.Limits), answer.Truncated)
		}
	}
}

// Only who owns the directory may speak to the server.
func TestTheSocketIsPrivate(t *testing.T) {
	f := newFake(t)
	info, err := os.Stat(filepath.Join(f.dir, SocketName))
	if err != nil || info.Mode().Perm() != 0o600 || info.Mode().Type() != fs.ModeSocket {
		t.Errorf("the socket is %v, %v", info.Mode(), err)
	}
}

func TestNobodyListens(t *testing.T) {
	dir := shortDir(t)
	ask := func(dir string) error { return Ask(t.Context(), dir, http.MethodGet, "/tokenkeys", nil, nil) }
	if err := ask(dir); !errors.Is(err, ErrNobody) {
		t.Errorf("without a socket: %v", err)
	}
	l, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	l.(interface{ SetUnlinkOnClose(bool) }).SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ask(dir); !errors.Is(err, ErrNobody) {
		t.Errorf("with a socket that was left behind: %v", err)
	}
	again, err := Listen(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Ask(ctx, dir, http.MethodGet, "/tokenkeys", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(dir, strings.Repeat("x", 100))
	if err := ask(long); !errors.Is(err, ErrPath) {
		t.Errorf("with a long path: %v", err)
	}
	if _, err := Listen(long); !errors.Is(err, ErrPath) {
		t.Errorf("listen at a long path: %v", err)
	}
}
