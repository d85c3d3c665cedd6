package engine

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// Tokens are sealed with the newest of a few keys and opened with any of them. Who thinks that a key has leaked, or is only
// old, makes a new one; tokens that are out stay good until the key that sealed them is dropped.

// mostTokenKeys bounds the keys of a store. A number of one byte names them in tokens.
const mostTokenKeys = 16

// tokenKeys are the keys of the store and the sealer made of them.
type tokenKeys struct {
	// changing is held while the keys change.
	changing sync.Mutex
	record   store.TokenKeys
	sealer   atomic.Pointer[token.Sealer]
}

// TokenKey is what may be told of a key that seals tokens.
type TokenKey struct {
	// ID is the number by which tokens name the key.
	ID int `json:"id"`
	// CreatedAt is when it was made, by the wall clock.
	CreatedAt swf.Timestamp `json:"createdAt"`
	// Sealing is true for the one key that new tokens are sealed with.
	Sealing bool `json:"sealing"`
}

// ErrTokenKey is what a change of the keys gives that cannot be: too many keys, no such key, or the sealing key dropped.
var ErrTokenKey = errors.New("the keys for tokens were left as they are")

// TokenKeys tells which keys open tokens, the newest first.
func (e *Engine) TokenKeys() []TokenKey {
	e.keys.changing.Lock()
	defer e.keys.changing.Unlock()
	return e.keys.list()
}

// RotateTokenKey makes a new key, which seals all tokens from now on. Those sealed with the older keys stay good. An error is
// ErrTokenKey, or tells why the store did not take it.
func (e *Engine) RotateTokenKey() ([]TokenKey, error) {
	return e.changeTokenKeys(func(keys []store.TokenKey) ([]store.TokenKey, error) {
		if len(keys) >= mostTokenKeys {
			return nil, fmt.Errorf("%w: there are %d already; drop the oldest first", ErrTokenKey, len(keys))
		}
		return slices.Insert(keys, 0, e.newTokenKey(keys)), nil
	})
}

// DropTokenKey forgets a key. Tokens that it sealed are refused from then on like those that nobody sealed, so the tasks they
// stand for end by their time-outs. An error is ErrTokenKey, or tells why the store did not take it.
func (e *Engine) DropTokenKey(id int) ([]TokenKey, error) {
	return e.changeTokenKeys(func(keys []store.TokenKey) ([]store.TokenKey, error) {
		at := slices.IndexFunc(keys, func(k store.TokenKey) bool { return int(k.ID) == id })
		switch at {
		case -1:
			return nil, fmt.Errorf("%w: none has the number %d", ErrTokenKey, id)
		case 0:
			return nil, fmt.Errorf("%w: key %d seals the new tokens; make another one first", ErrTokenKey, id)
		}
		return slices.Delete(keys, at, at+1), nil
	})
}

// changeTokenKeys makes new keys of the old ones. They are used once they are durable.
func (e *Engine) changeTokenKeys(change func([]store.TokenKey) ([]store.TokenKey, error)) ([]TokenKey, error) {
	e.keys.changing.Lock()
	defer e.keys.changing.Unlock()
	changed, err := change(slices.Clone(e.keys.record.Keys))
	if err != nil {
		return nil, err
	}
	record := store.TokenKeys{Keys: changed, Generation: e.keys.record.Generation}
	if err := e.storeRecord(store.TokenKeysKey(), record); err != nil {
		return nil, fmt.Errorf("store the keys for tokens: %w", err)
	}
	if err := e.keys.use(record); err != nil {
		return nil, err
	}
	return e.keys.list(), nil
}

// openTokens makes the sealer of the store's keys, and the first key in a new store.
func (e *Engine) openTokens(record *store.TokenKeys) error {
	if record == nil {
		record = &store.TokenKeys{Keys: []store.TokenKey{e.newTokenKey(nil)}}
		if err := e.storeRecord(store.TokenKeysKey(), record); err != nil {
			return fmt.Errorf("create the keys for tokens: %w", err)
		}
	}
	return e.keys.use(*record)
}

// newTokenKey draws a secret.
func (e *Engine) newTokenKey(others []store.TokenKey) store.TokenKey {
	secret := make([]byte, token.KeySize)
	e.draw(secret)
	return store.TokenKeys{Keys: others}.Next(secret, swf.TimestampOf(e.wall()))
}

// use makes the sealer of the keys. The caller holds changing, or is alone.
func (k *tokenKeys) use(record store.TokenKeys) error {
	var sealing []token.Key
	for _, key := range record.Keys {
		if len(key.Secret) != token.KeySize {
			return errors.New("a key for tokens in the store has the wrong length")
		}
		sealing = append(sealing, token.Key{ID: key.ID, Secret: [token.KeySize]byte(key.Secret)})
	}
	sealer, err := token.NewSealer(sealing, record.Generation)
	if err != nil {
		return fmt.Errorf("open the keys for tokens: %w", err)
	}
	k.record = record
	k.sealer.Store(sealer)
	return nil
}

func (k *tokenKeys) list() []TokenKey {
	var list []TokenKey
	for i, key := range k.record.Keys {
		list = append(list, TokenKey{ID: int(key.ID), CreatedAt: key.CreatedAt, Sealing: i == 0})
	}
	return list
}

// sealer seals and opens tokens with the keys of now.
func (e *Engine) sealer() *token.Sealer { return e.keys.sealer.Load() }

// OpenTask opens a task token of this store, or returns token.ErrInvalid.
func (e *Engine) OpenTask(text string) (token.Task, error) { return e.sealer().OpenTask(text) }
