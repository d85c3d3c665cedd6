package engine

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// registry holds all domains and types in memory; it is a snapshot of what is durable. Changes are rare: one at a time is
// checked, committed, and then published here.
type registry struct {
	// changing serialises changes, from the check to the publication.
	changing sync.Mutex

	mu       sync.RWMutex
	byName   map[access.Domain]*domain
	byNumber map[uint32]*domain
	// last is the greatest number given to a domain.
	last uint32
}

// domain is a domain and its types. Its number, account, region and name never change; what else is in its record is
// read through info.
type domain struct {
	number                uint32
	account, region, name string
	// retention is how long closed runs are kept; with 0 they are forgotten as they close. It never changes either.
	retention time.Duration

	mu            sync.RWMutex
	record        store.DomainRecord
	activityTypes activityTypes
	workflowTypes workflowTypes
}

func newDomain(r store.DomainRecord) *domain {
	return &domain{
		number: r.Number, account: r.Account, region: r.Region, name: r.Name, record: r,
		retention:     retentionOf(r.Retention),
		activityTypes: activityTypes{}, workflowTypes: workflowTypes{},
	}
}

// info returns the domain's present record.
func (d *domain) info() store.DomainRecord {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.record
}

// full is the name of the domain in all the world.
func (d *domain) full() access.Domain {
	return access.Domain{Account: d.account, Region: d.region, Name: d.name}
}

// isOf reports whether the domain belongs to the caller's account and Region.
func (d *domain) isOf(c access.Caller) bool { return d.account == c.Account && d.region == c.Region }

// activityType returns the record of a type, nil if there is none. Nobody changes a record that was published.
func (d *domain) activityType(t swf.ActivityType) *activityType {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.activityTypes[t]
}

// workflowType returns the record of a type, nil if there is none. Nobody changes a record that was published.
func (d *domain) workflowType(t swf.WorkflowType) *workflowType {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.workflowTypes[t]
}

// number returns the domain with a number, nil if there is none.
func (r *registry) number(n uint32) *domain {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.byNumber[n]
}

func (r *registry) named(n access.Domain) *domain {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.byName[n]
}

// TaskDomain names the domain with a number, and reports whether there is one.
func (e *Engine) TaskDomain(number uint32) (access.Domain, bool) {
	d := e.registry.number(number)
	if d == nil {
		return access.Domain{}, false
	}
	return d.full(), true
}

// ResourceTags are the tags of a domain, nil if there is no such domain. They must not be changed.
func (e *Engine) ResourceTags(name access.Domain) []swf.ResourceTag {
	d := e.registry.named(name)
	if d == nil {
		return nil
	}
	return d.info().Tags
}

// DefaultTaskList is the one that a workflow type was registered with, nil if there is none, or no such type.
func (e *Engine) DefaultTaskList(name access.Domain, t swf.WorkflowType) *swf.TaskList {
	d := e.registry.named(name)
	if d == nil {
		return nil
	}
	if known := d.workflowType(t); known != nil {
		return known.Defaults.DefaultTaskList
	}
	return nil
}

// of returns the domains of an account and Region, ordered by name.
func (r *registry) of(account, region string) []*domain {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var found []*domain
	for n, d := range r.byName {
		if n.Account == account && n.Region == region {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *domain) int { return compareTexts(a.name, b.name) })
	return found
}

// all returns every domain, in the order of their numbers.
func (r *registry) all() []*domain {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.SortedFunc(maps.Values(r.byNumber), func(a, b *domain) int { return cmp.Compare(a.number, b.number) })
}

func (r *registry) publish(d *domain) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byName[d.full()] = d
	r.byNumber[d.number] = d
	r.last = max(r.last, d.number)
}

// inScope is the full name of a domain of the caller's account and Region.
func (c *Calls) inScope(name string) access.Domain {
	return access.Domain{Account: c.caller.Account, Region: c.caller.Region, Name: name}
}

// domain finds a domain of the caller's account and Region by name.
func (c *Calls) domain(name string) (*domain, error) {
	d := c.registry.named(c.inScope(name))
	if d == nil {
		return nil, unknownDomain(name)
	}
	return d, nil
}

// registeredDomain finds a domain that takes new types and runs.
func (c *Calls) registeredDomain(name string) (*domain, error) {
	d, err := c.domain(name)
	if err != nil {
		return nil, err
	}
	if err := d.checkRegistered(); err != nil {
		return nil, err
	}
	return d, nil
}

// checkRegistered refuses new types and runs for a deprecated domain.
func (d *domain) checkRegistered() error {
	if d.info().Deprecated {
		return &swf.DomainDeprecatedFault{FaultDetail: message("%s", d.name)}
	}
	return nil
}

// openRegistry reads the registry from the store, and makes the keys for tokens if the store has none yet.
func (e *Engine) openRegistry() error {
	e.registry = &registry{byName: map[access.Domain]*domain{}, byNumber: map[uint32]*domain{}}
	var keys *store.TokenKeys
	var types []store.RegistryRow
	for row, err := range e.store.ScanFamily(store.FamilyMeta) {
		if err != nil {
			return fmt.Errorf("read the registry: %w", err)
		}
		r, ok, err := store.DecodeRegistry(row)
		switch {
		case err != nil:
			return fmt.Errorf("read the registry: %w", err)
		case !ok:
		case r.DomainRecord != nil:
			e.registry.publish(newDomain(*r.DomainRecord))
		case r.TokenKeys != nil:
			keys = r.TokenKeys
		case r.ServiceTime != nil:
			e.notBefore(r.ServiceTime.At)
		default:
			types = append(types, r)
		}
	}
	if err := e.registry.addTypes(types); err != nil {
		return err
	}
	return e.openTokens(keys)
}

func (r *registry) addTypes(rows []store.RegistryRow) error {
	for _, row := range rows {
		d := r.byNumber[row.Domain]
		switch {
		case d == nil:
			return fmt.Errorf("read the registry: a type is of domain number %d, which does not exist", row.Domain)
		case row.ActivityType != nil:
			d.activityTypes[row.ActivityType.Type] = row.ActivityType
		case row.WorkflowType != nil:
			d.workflowTypes[row.WorkflowType.Type] = row.WorkflowType
		}
	}
	return nil
}

// storeRecord makes one registry row durable.
func (e *Engine) storeRecord(k store.Key, record any) error {
	var b store.Batch
	if err := putRecord(&b, k, record); err != nil {
		return err
	}
	return e.commitRegistry(&b)
}

func putRecord(b *store.Batch, k store.Key, record any) error {
	value, err := store.EncodeRegistry(record)
	if err != nil {
		return err
	}
	b.Put(k, value)
	return nil
}

// commitRegistry writes a change of the registry; an error other than a refusal ends the engine.
func (e *Engine) commitRegistry(b *store.Batch) error {
	if err := e.writable(); err != nil {
		return err
	}
	if err := e.store.Commit(b); err != nil {
		e.fail(fmt.Errorf("commit of the registry: %w", err))
		return e.failure()
	}
	return nil
}
