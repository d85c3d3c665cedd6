package storecheck

import (
	"encoding/hex"
	"fmt"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// names are the domains of the store by their numbers.
type names struct {
	domains map[uint32]*store.DomainRecord
	// unread is true if they could not all be read from the disk.
	unread bool
	// scoped is true if there are domains of several accounts or Regions, so that a name alone does not tell which one is meant.
	scoped bool
}

// knows reports whether there may be a domain of a number.
func (n *names) knows(number uint32) bool { return n.unread || n.domains[number] != nil }

// of is what people call a domain.
func (n *names) of(number uint32) string {
	d := n.domains[number]
	switch {
	case d == nil:
		return fmt.Sprintf("number %d", number)
	case n.scoped:
		return d.Account + "/" + d.Region + "/" + d.Name
	}
	return d.Name
}

type scope struct{ account, region, name string }

// registry is the meta rows under judgement.
type registry struct {
	*findings
	names   *names
	byScope map[scope]uint32
	// types are the rows of types, which are judged when all domains are known.
	types     []store.RegistryRow
	tokenKeys bool
}

// checkRegistry looks at the meta rows and returns the domains.
func checkRegistry(r Reader, found *findings) *names {
	g := &registry{findings: found, names: &names{domains: map[uint32]*store.DomainRecord{}}, byScope: map[scope]uint32{}}
	for row, err := range r.ScanFamily(store.FamilyMeta) {
		if err != nil {
			g.complain(Unreadable, row, "%v", err)
			g.names.unread = true
			break
		}
		found.counts.Rows++
		g.row(row)
	}
	for _, t := range g.types {
		if !g.names.knows(t.Domain) {
			g.complain(Orphan, store.Row{}, "%s is of domain number %d, which does not exist", typeText(t), t.Domain)
		}
	}
	if len(g.names.domains) > 0 && !g.tokenKeys && !g.names.unread {
		g.complain(Missing, store.Row{}, "there are domains and no keys for tokens")
	}
	return g.names
}

func (g *registry) complain(rule Rule, row store.Row, format string, args ...any) {
	g.add(Violation{Rule: rule, Family: store.FamilyMeta, Shard: row.Key.Shard, Text: fmt.Sprintf(format, args...)})
}

func (g *registry) row(row store.Row) {
	if row.Key.Shard != 0 {
		g.complain(Place, row, "the row with the key %x does not lie in shard 0", row.Key.Rest)
	}
	r, ok, err := store.DecodeRegistry(row)
	switch {
	case err != nil:
		g.complain(Unreadable, row, "%v", err)
	case !ok:
		g.complain(Unknown, row, "this version writes no row with the key %x", row.Key.Rest)
	case r.DomainRecord != nil:
		g.domain(row, r.DomainRecord)
	case r.TokenKeys != nil:
		g.checkTokenKeys(row, r.TokenKeys)
	case r.ServiceTime != nil:
	default:
		g.counts.Types++
		g.checkType(row, r)
		g.types = append(g.types, r)
	}
}

func (g *registry) domain(row store.Row, d *store.DomainRecord) {
	g.counts.Domains++
	if want := store.DomainKey(d.Number); string(want.Rest) != string(row.Key.Rest) {
		g.complain(Registry, row, "the record of domain %q has number %d, and its key is %x", d.Name, d.Number, row.Key.Rest)
	}
	key := scope{d.Account, d.Region, d.Name}
	if other, twice := g.byScope[key]; twice {
		g.complain(Registry, row, "domain %q of account %s and Region %s is there twice, as number %d and %d", d.Name, d.Account, d.Region, other, d.Number)
	}
	for k := range g.byScope {
		if k.account != d.Account || k.region != d.Region {
			g.names.scoped = true
		}
	}
	g.byScope[key] = d.Number
	g.names.domains[d.Number] = d
}

func (g *registry) checkTokenKeys(row store.Row, keys *store.TokenKeys) {
	g.tokenKeys = true
	if len(keys.Keys) == 0 {
		g.complain(Registry, row, "the list of keys for tokens is empty")
	}
	ids := map[byte]bool{}
	for _, k := range keys.Keys {
		if len(k.Secret) != token.KeySize || ids[k.ID] {
			g.complain(Registry, row, "key %d for tokens has %d bytes or is there twice", k.ID, len(k.Secret))
		}
		ids[k.ID] = true
	}
}

func (g *registry) checkType(row store.Row, r store.RegistryRow) {
	var want store.Key
	if a := r.ActivityType; a != nil {
		want = store.ActivityTypeKey(r.Domain, a.Type.Name, a.Type.Version)
	} else {
		want = store.WorkflowTypeKey(r.Domain, r.WorkflowType.Type.Name, r.WorkflowType.Type.Version)
	}
	if string(want.Rest) != string(row.Key.Rest) {
		g.complain(Registry, row, "the record of %s has the key %s", typeText(r), hex.EncodeToString(row.Key.Rest))
	}
}

func typeText(r store.RegistryRow) string {
	if a := r.ActivityType; a != nil {
		return fmt.Sprintf("activity type %s", versioned(a.Type.Name, a.Type.Version))
	}
	t := swf.WorkflowType{}
	if r.WorkflowType != nil {
		t = r.WorkflowType.Type
	}
	return fmt.Sprintf("workflow type %s", versioned(t.Name, t.Version))
}

func versioned(name, version string) string { return fmt.Sprintf("%q version %q", name, version) }
