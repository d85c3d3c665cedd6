package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/engine"
)

// someKeys are the numbers of keys, the newest first. The store that they are in takes three.
type someKeys []int

func (k *someKeys) TokenKeys() []engine.TokenKey {
	var list []engine.TokenKey
	for i, id := range *k {
		list = append(list, engine.TokenKey{ID: id, CreatedAt: 1735689600000, Sealing: i == 0})
	}
	return list
}

func (k *someKeys) RotateTokenKey() ([]engine.TokenKey, error) {
	if len(*k) == 3 {
		return nil, errors.New("the disk is full")
	}
	*k = slices.Insert(*k, 0, (*k)[0]+1)
	return k.TokenKeys(), nil
}

func (k *someKeys) DropTokenKey(id int) ([]engine.TokenKey, error) {
	if !slices.Contains(*k, id) {
		return nil, fmt.Errorf("%w: none has the number %d", engine.ErrTokenKey, id)
	}
	*k = slices.DeleteFunc(*k, func(i int) bool { return i == id })
	return k.TokenKeys(), nil
}

func TestTokenKeys(t *testing.T) {
	const (
		first  = `{"id":1,"createdAt":1735689600,"sealing":true}`
		older  = `{"id":1,"createdAt":1735689600,"sealing":false}`
		second = `{"id":2,"createdAt":1735689600,"sealing":true}`
	)
	d := newDoor()
	for _, test := range []struct{ method, target, want string }{
		{http.MethodGet, "/tokenkeys", `200 {"tokenKeys":[` + first + `]}`},
		{http.MethodPost, "/tokenkeys", `200 {"tokenKeys":[` + second + "," + older + `]}`},
		{http.MethodGet, "/tokenkeys", `200 {"tokenKeys":[` + second + "," + older + `]}`},
		{http.MethodDelete, "/tokenkeys/1", `200 {"tokenKeys":[` + second + `]}`},
		{http.MethodDelete, "/tokenkeys/1", `409 the keys for tokens were left as they are: none has the number 1`},
		{http.MethodDelete, "/tokenkeys/first", `400 "first" is no number of a key`},
		{http.MethodDelete, "/tokenkeys", `405 Method Not Allowed`},
		{http.MethodPost, "/tokenkeys", `200 {"tokenKeys":[{"id":3,"createdAt":1735689600,"sealing":true},{"id":2,"createdAt":1735689600,"sealing":false}]}`},
	} {
		if got := d.ask(test.method, test.target, ""); got != test.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", test.method, test.target, got, test.want)
		}
	}
	d.ask(http.MethodPost, "/tokenkeys", "")
	if got := d.ask(http.MethodPost, "/tokenkeys", ""); got != "503 the disk is full" {
		t.Error(got)
	}
	if log := d.log.String(); strings.Count(log, "tokens are sealed with a new key") != 3 || strings.Count(log, "was dropped") != 1 {
		t.Errorf("the log: %s", log)
	}
}

// A page that was loaded from elsewhere can send requests to this machine, but they change nothing.
func TestForeignPagesChangeNothing(t *testing.T) {
	for header, value := range map[string]string{"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"} {
		for method, target := range map[string]string{http.MethodPost: "/tokenkeys", http.MethodDelete: "/tokenkeys/1", http.MethodPut: "/loglevel"} {
			d := newDoor()
			r := httptest.NewRequest(method, target, strings.NewReader("DEBUG"))
			r.Host = "localhost:7934"
			r.Header.Set(header, value)
			w := httptest.NewRecorder()
			NewHandler(d.Config).ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s %s with %s: %s is answered %d", method, target, header, value, w.Code)
			}
		}
	}
}
