package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/swfd/swfd/swf"
)

// The registry lies in the family of meta rows, in shard 0. The first byte of a key's rest tells the kind:
//
//	d domain                       DomainRecord
//	a domain name 0 version        TypeRecord of an activity type
//	w domain name 0 version        TypeRecord of a workflow type
//	k                              TokenKeys
//	s                              ServiceTime
//
// A domain is its number, four bytes; names hold no zero byte. Values are JSON: these rows are few, rarely written, and
// should be readable in a hundred years. A member that is not known is ignored.
const (
	registryDomain       = 'd'
	registryActivityType = 'a'
	registryWorkflowType = 'w'
	registryTokenKeys    = 'k'
	registryServiceTime  = 's'
)

// DomainRecord is what is kept of a domain.
type DomainRecord struct {
	// Number names the domain in keys and tokens. It is unique in the store and never used again.
	Number uint32 `json:"number"`
	// Account, Region and Name are what the domain is known by.
	Account string `json:"account"`
	Region  string `json:"region"`
	Name    string `json:"name"`
	// Description and Retention are as registered; Retention is in days or "NONE".
	Description *string           `json:"description,omitempty"`
	Retention   string            `json:"retention"`
	CreatedAt   swf.Timestamp     `json:"createdAt"`
	Deprecated  bool              `json:"deprecated,omitempty"`
	Tags        []swf.ResourceTag `json:"tags,omitempty"`
}

// TypeRecord is what is kept of an activity type or a workflow type: K names it, C holds its defaults.
type TypeRecord[K, C any] struct {
	Type        K             `json:"type"`
	Description *string       `json:"description,omitempty"`
	CreatedAt   swf.Timestamp `json:"createdAt"`
	// DeprecatedAt is nil while the type is registered.
	DeprecatedAt *swf.Timestamp `json:"deprecatedAt,omitempty"`
	Defaults     C              `json:"defaults"`
}

// TokenKeys are the secrets that seal tokens, the newest first, and the count of restores, which tokens are bound to.
type TokenKeys struct {
	Keys       []TokenKey `json:"keys"`
	Generation uint64     `json:"generation"`
}

// TokenKey is one sealing key and the number by which tokens name it.
type TokenKey struct {
	ID     byte   `json:"id"`
	Secret []byte `json:"secret"`
	// CreatedAt is when the key was made, by the wall clock.
	CreatedAt swf.Timestamp `json:"createdAt"`
}

// Next is a new key with a number that none of the others has. The numbers go round, so that one that was dropped does not soon come
// again.
func (k TokenKeys) Next(secret []byte, createdAt swf.Timestamp) TokenKey {
	next := TokenKey{ID: 1, Secret: secret, CreatedAt: createdAt}
	if len(k.Keys) > 0 {
		next.ID = k.Keys[0].ID + 1
	}
	for slices.ContainsFunc(k.Keys, func(other TokenKey) bool { return other.ID == next.ID }) {
		next.ID++
	}
	return next
}

// String hides the secret.
func (TokenKey) String() string { return "store.TokenKey(hidden)" }

// GoString hides the secret.
func (k TokenKey) GoString() string { return k.String() }

// ServiceTime is how late it was when the server ended: a later start goes on from there, even if the machine's clock was set back.
type ServiceTime struct {
	At swf.Timestamp `json:"at"`
}

// ServiceTimeKey is the place of the service time.
func ServiceTimeKey() Key {
	return Key{Family: FamilyMeta, Rest: []byte{registryServiceTime}}
}

// DomainKey is the place of a domain's record.
func DomainKey(number uint32) Key { return registryKey(registryDomain, number) }

// ActivityTypeKey is the place of an activity type's record.
func ActivityTypeKey(domain uint32, name, version string) Key {
	return typeKey(registryActivityType, domain, name, version)
}

// WorkflowTypeKey is the place of a workflow type's record.
func WorkflowTypeKey(domain uint32, name, version string) Key {
	return typeKey(registryWorkflowType, domain, name, version)
}

// TokenKeysKey is the place of the token keys.
func TokenKeysKey() Key {
	return Key{Family: FamilyMeta, Rest: []byte{registryTokenKeys}}
}

func registryKey(kind byte, domain uint32) Key {
	return Key{Family: FamilyMeta, Rest: binary.BigEndian.AppendUint32([]byte{kind}, domain)}
}

func typeKey(kind byte, domain uint32, name, version string) Key {
	k := registryKey(kind, domain)
	k.Rest = append(k.Rest, name...)
	k.Rest = append(k.Rest, 0)
	k.Rest = append(k.Rest, version...)
	return k
}

// RegistryRow is one row of the registry; exactly one member is set. Domain tells whose a type is.
type RegistryRow struct {
	Domain       uint32
	DomainRecord *DomainRecord
	ActivityType *TypeRecord[swf.ActivityType, swf.ActivityTypeConfiguration]
	WorkflowType *TypeRecord[swf.WorkflowType, swf.WorkflowTypeConfiguration]
	TokenKeys    *TokenKeys
	ServiceTime  *ServiceTime
}

// DecodeRegistry reads a meta row. ok is false for a row of another kind.
func DecodeRegistry(row Row) (r RegistryRow, ok bool, err error) {
	rest := row.Key.Rest
	if len(rest) == 0 {
		return r, false, nil
	}
	var into any
	switch rest[0] {
	case registryDomain:
		r.DomainRecord = new(DomainRecord)
		into = r.DomainRecord
	case registryActivityType:
		r.ActivityType = new(TypeRecord[swf.ActivityType, swf.ActivityTypeConfiguration])
		into = r.ActivityType
	case registryWorkflowType:
		r.WorkflowType = new(TypeRecord[swf.WorkflowType, swf.WorkflowTypeConfiguration])
		into = r.WorkflowType
	case registryTokenKeys:
		r.TokenKeys = new(TokenKeys)
		into = r.TokenKeys
	case registryServiceTime:
		r.ServiceTime = new(ServiceTime)
		into = r.ServiceTime
	default:
		return r, false, nil
	}
	if rest[0] != registryTokenKeys && rest[0] != registryServiceTime {
		if len(rest) < 5 {
			return r, true, fmt.Errorf("registry row %x: the key is too short", rest)
		}
		r.Domain = binary.BigEndian.Uint32(rest[1:5])
	}
	if err := json.Unmarshal(row.Value, into); err != nil {
		return r, true, fmt.Errorf("registry row %x: %w", rest, err)
	}
	return r, true, nil
}

// EncodeRegistry makes the value of a registry row from its record.
func EncodeRegistry(record any) ([]byte, error) {
	b, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("encode a registry row: %w", err)
	}
	return b, nil
}
