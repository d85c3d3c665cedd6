package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/swfd/swfd/internal/engine"
)

// TokenKeys are the keys that seal tokens; engine.Engine implements it. A secret is never told.
type TokenKeys interface {
	TokenKeys() []engine.TokenKey
	RotateTokenKey() ([]engine.TokenKey, error)
	DropTokenKey(id int) ([]engine.TokenKey, error)
}

func (h *handler) tokenKeys(w http.ResponseWriter, _ *http.Request) {
	keysAsJSON(w, h.Keys.TokenKeys())
}

func (h *handler) rotateTokenKey(w http.ResponseWriter, _ *http.Request) {
	keys, err := h.Keys.RotateTokenKey()
	if err != nil {
		keysUnchanged(w, err)
		return
	}
	h.Log.Info("tokens are sealed with a new key", "key", keys[0].ID, "keys", len(keys))
	keysAsJSON(w, keys)
}

func (h *handler) dropTokenKey(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		text(w, http.StatusBadRequest, fmt.Sprintf("%q is no number of a key\n", r.PathValue("id")))
		return
	}
	keys, err := h.Keys.DropTokenKey(id)
	if err != nil {
		keysUnchanged(w, err)
		return
	}
	h.Log.Warn("a key for tokens was dropped; tokens that it sealed are refused from now on", "key", id, "keys", len(keys))
	keysAsJSON(w, keys)
}

// keysUnchanged tells why the keys are what they were: 409 if it could not be, 503 if the store did not take it.
func keysUnchanged(w http.ResponseWriter, err error) {
	status := http.StatusServiceUnavailable
	if errors.Is(err, engine.ErrTokenKey) {
		status = http.StatusConflict
	}
	text(w, status, err.Error()+"\n")
}

func keysAsJSON(w http.ResponseWriter, keys []engine.TokenKey) {
	w.Header().Set("Content-Type", "application/json")
	// Who does not read the answer does without.
	_ = json.NewEncoder(w).Encode(struct {
		TokenKeys []engine.TokenKey `json:"tokenKeys"`
	}{keys})
}
