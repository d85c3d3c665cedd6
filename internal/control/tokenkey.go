package control

import (
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

// TokenKeysAnswer tells which keys there are, the newest first.
type TokenKeysAnswer struct {
	TokenKeys []engine.TokenKey `json:"tokenKeys"`
}

func (h *handler) tokenKeys(w http.ResponseWriter, _ *http.Request) {
	reply(w, TokenKeysAnswer{h.Keys.TokenKeys()})
}

func (h *handler) rotateTokenKey(w http.ResponseWriter, _ *http.Request) {
	keys, err := h.Keys.RotateTokenKey()
	if err != nil {
		refuseKey(w, err)
		return
	}
	h.Log.Info("tokens are sealed with a new key", "key", keys[0].ID, "keys", len(keys))
	reply(w, TokenKeysAnswer{keys})
}

func (h *handler) dropTokenKey(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		refuse(w, http.StatusBadRequest, fmt.Errorf("%q is no number of a key", r.PathValue("id")))
		return
	}
	keys, err := h.Keys.DropTokenKey(id)
	if err != nil {
		refuseKey(w, err)
		return
	}
	h.Log.Warn("a key for tokens was dropped; tokens that it sealed are refused from now on", "key", id, "keys", len(keys))
	reply(w, TokenKeysAnswer{keys})
}

// refuseKey tells why the keys are what they were: it could not be, or the store did not take it.
func refuseKey(w http.ResponseWriter, err error) {
	status := http.StatusServiceUnavailable
	if errors.Is(err, engine.ErrTokenKey) {
		status = http.StatusConflict
	}
	refuse(w, status, err)
}
