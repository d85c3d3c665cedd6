package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// Activity types and workflow types live by the same rules; typeKind is what differs between them.

type (
	activityType  = store.TypeRecord[swf.ActivityType, swf.ActivityTypeConfiguration]
	workflowType  = store.TypeRecord[swf.WorkflowType, swf.WorkflowTypeConfiguration]
	activityTypes = map[swf.ActivityType]*activityType
	workflowTypes = map[swf.WorkflowType]*workflowType
)

// typeKind describes one of the two kinds: K names a type, C holds its defaults.
type typeKind[K comparable, C any] struct {
	// parts are the name and the version of a type; text is how faults name it.
	parts func(K) (name, version string)
	text  func(K) string
	// key is where a type's record is stored.
	key func(domain uint32, name, version string) store.Key
	// table finds the types of a domain.
	table func(*domain) *map[K]*store.TypeRecord[K, C]
}

var activityKind = typeKind[swf.ActivityType, swf.ActivityTypeConfiguration]{
	parts: func(t swf.ActivityType) (string, string) { return t.Name, t.Version },
	text:  activityTypeText,
	key:   store.ActivityTypeKey,
	table: func(d *domain) *activityTypes { return &d.activityTypes },
}

var workflowKind = typeKind[swf.WorkflowType, swf.WorkflowTypeConfiguration]{
	parts: func(t swf.WorkflowType) (string, string) { return t.Name, t.Version },
	text:  workflowTypeText,
	key:   store.WorkflowTypeKey,
	table: func(d *domain) *workflowTypes { return &d.workflowTypes },
}

// snapshot returns all types of a domain.
func (k typeKind[K, C]) snapshot(d *domain) map[K]*store.TypeRecord[K, C] {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return maps.Clone(*k.table(d))
}

func (k typeKind[K, C]) count(d *domain) int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(*k.table(d))
}

func (k typeKind[K, C]) get(d *domain, t K) *store.TypeRecord[K, C] {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return (*k.table(d))[t]
}

// find returns the record of a type, or the fault that there is none.
func (k typeKind[K, C]) find(c *Calls, domainName string, t K) (*domain, *store.TypeRecord[K, C], error) {
	d, err := c.domain(domainName)
	if err != nil {
		return nil, nil, err
	}
	record := k.get(d, t)
	if record == nil {
		return nil, nil, &swf.UnknownResourceFault{FaultDetail: message("Unknown type: %s", k.text(t))}
	}
	return d, record, nil
}

// register creates a type. Its defaults have been checked.
func (k typeKind[K, C]) register(c *Calls, domainName string, t K, description *string, defaults C) error {
	name, version := k.parts(t)
	if err := firstError(execution.CheckName(name), execution.CheckName(version)); err != nil {
		return err
	}
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, err := c.registeredDomain(domainName)
	if err != nil {
		return err
	}
	if k.get(d, t) != nil {
		return &swf.TypeAlreadyExistsFault{FaultDetail: message("%s", k.text(t))}
	}
	if k.count(d) >= c.limits.Types {
		return limitExceeded("Limit on types per domain reached")
	}
	return k.put(c, d, &store.TypeRecord[K, C]{
		Type: t, Description: description, CreatedAt: c.clock.Now(), Defaults: defaults,
	})
}

// put makes a record durable and publishes it. The caller holds the registry's changing.
func (k typeKind[K, C]) put(c *Calls, d *domain, record *store.TypeRecord[K, C]) error {
	name, version := k.parts(record.Type)
	if err := c.storeRecord(k.key(d.number, name, version), record); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	(*k.table(d))[record.Type] = record
	return nil
}

func (k typeKind[K, C]) deprecate(c *Calls, domainName string, t K) error {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, record, err := k.find(c, domainName, t)
	if err != nil {
		return err
	}
	if record.DeprecatedAt != nil {
		return &swf.TypeDeprecatedFault{FaultDetail: message("%s", k.text(t))}
	}
	changed := *record
	changed.DeprecatedAt = new(c.clock.Now())
	return k.put(c, d, &changed)
}

// undeprecate makes a type usable again. In a deprecated domain, too: nothing can be started there all the same.
func (k typeKind[K, C]) undeprecate(c *Calls, domainName string, t K) error {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, record, err := k.find(c, domainName, t)
	if err != nil {
		return err
	}
	if record.DeprecatedAt == nil {
		return &swf.TypeAlreadyExistsFault{FaultDetail: message("%s", k.text(t))}
	}
	changed := *record
	changed.DeprecatedAt = nil
	return k.put(c, d, &changed)
}

// remove deletes a deprecated type for good; its name may be registered again.
func (k typeKind[K, C]) remove(c *Calls, domainName string, t K) error {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, record, err := k.find(c, domainName, t)
	if err != nil {
		return err
	}
	if record.DeprecatedAt == nil {
		return &swf.TypeNotDeprecatedFault{
			FaultDetail: message("The type is currently registered and cannot be deleted in its current state"),
		}
	}
	name, version := k.parts(t)
	var b store.Batch
	b.Delete(k.key(d.number, name, version))
	if err := c.commitRegistry(&b); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(*k.table(d), t)
	return nil
}

// list returns the types of a domain in one state, all versions of one name or all of them, by name and version.
func (k typeKind[K, C]) list(d *domain, name *string, wanted swf.RegistrationStatus) []*store.TypeRecord[K, C] {
	var found []*store.TypeRecord[K, C]
	for t, record := range k.snapshot(d) {
		n, _ := k.parts(t)
		if status(record.DeprecatedAt != nil) != wanted || name != nil && *name != n {
			continue
		}
		found = append(found, record)
	}
	slices.SortFunc(found, func(a, b *store.TypeRecord[K, C]) int {
		return compareTexts(k.place(a.Type), k.place(b.Type))
	})
	return found
}

// place is a text that orders types by name and then by version.
func (k typeKind[K, C]) place(t K) string {
	name, version := k.parts(t)
	return name + "\x00" + version
}

// deprecateAll puts the deprecation of every registered type of a domain into a batch, and returns what the table is then.
func deprecateAll[K comparable, C any](b *store.Batch, k typeKind[K, C], d *domain, now swf.Timestamp) (map[K]*store.TypeRecord[K, C], error) {
	table := k.snapshot(d)
	for t, record := range table {
		if record.DeprecatedAt != nil {
			continue
		}
		changed := *record
		changed.DeprecatedAt = &now
		name, version := k.parts(t)
		if err := putRecord(b, k.key(d.number, name, version), &changed); err != nil {
			return nil, err
		}
		table[t] = &changed
	}
	return table, nil
}

func compareTexts(a, b string) int { return strings.Compare(a, b) }
