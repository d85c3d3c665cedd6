package engine

import (
	"context"
	"math"
	"strconv"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// RegisterDomain creates a domain.
func (c *Calls) RegisterDomain(_ context.Context, in *swf.RegisterDomainInput) (*swf.RegisterDomainOutput, error) {
	if err := c.checkDomain(in); err != nil {
		return nil, err
	}
	r := c.registry
	r.changing.Lock()
	defer r.changing.Unlock()
	if r.named(c.inScope(in.Name)) != nil {
		return nil, &swf.DomainAlreadyExistsFault{FaultDetail: message("%s", in.Name)}
	}
	if len(r.of(c.caller.Account, c.caller.Region)) >= c.limits.Domains {
		return nil, limitExceeded("Limit on domains per account reached")
	}
	record := store.DomainRecord{
		Number: r.last + 1, Account: c.caller.Account, Region: c.caller.Region, Name: in.Name,
		Description: in.Description, Retention: in.WorkflowExecutionRetentionPeriodInDays,
		CreatedAt: c.clock.Now(), Tags: in.Tags,
	}
	if err := c.storeRecord(store.DomainKey(record.Number), &record); err != nil {
		return nil, err
	}
	r.publish(newDomain(record))
	return &swf.RegisterDomainOutput{}, nil
}

func (c *Calls) checkDomain(in *swf.RegisterDomainInput) error {
	if err := execution.CheckTrimmedName(in.Name); err != nil {
		return err
	}
	if _, err := retentionDays(in.WorkflowExecutionRetentionPeriodInDays, c.limits.RetentionDays); err != nil {
		return err
	}
	return firstError(checkTags(in.Tags), c.checkTagCount(len(in.Tags)))
}

// maxRetention is the longest retention period that can be told apart, in days: 179 years.
const maxRetention = math.MaxUint16

// retentionDays reads a retention period: days up to a bound, or "NONE", which is none at all, like "0".
func retentionDays(text string, most int) (int, error) {
	if text == "NONE" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 16)
	leadingZero := len(text) > 1 && text[0] == '0'
	if err != nil || leadingZero || n > uint64(most) {
		return 0, invalid("Invalid retention period: %s", text)
	}
	return int(n), nil
}

// DescribeDomain returns what is known of a domain.
func (c *Calls) DescribeDomain(_ context.Context, in *swf.DescribeDomainInput) (*swf.DescribeDomainOutput, error) {
	d, err := c.domain(in.Name)
	if err != nil {
		return nil, err
	}
	r := d.info()
	return &swf.DescribeDomainOutput{
		DomainInfo:    domainInfo(r),
		Configuration: swf.DomainConfiguration{WorkflowExecutionRetentionPeriodInDays: r.Retention},
	}, nil
}

func domainInfo(r store.DomainRecord) swf.DomainInfo {
	arn := access.Domain{Account: r.Account, Region: r.Region, Name: r.Name}.ARN()
	return swf.DomainInfo{Name: r.Name, Status: status(r.Deprecated), Description: r.Description, ARN: &arn}
}

func status(deprecated bool) swf.RegistrationStatus {
	if deprecated {
		return swf.RegistrationStatusDeprecated
	}
	return swf.RegistrationStatusRegistered
}

// ListDomains lists the domains of the caller's account and Region, by name.
func (c *Calls) ListDomains(_ context.Context, in *swf.ListDomainsInput) (*swf.ListDomainsOutput, error) {
	at, err := c.openPage("ListDomains", in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	var infos []swf.DomainInfo
	for _, d := range c.registry.of(c.caller.Account, c.caller.Region) {
		if r := d.info(); status(r.Deprecated) == in.RegistrationStatus {
			infos = append(infos, domainInfo(r))
		}
	}
	items, next := cut(infos, func(i swf.DomainInfo) string { return i.Name }, at, in.MaximumPageSize, in.ReverseOrder)
	return &swf.ListDomainsOutput{DomainInfos: items, NextPageToken: c.sealPage("ListDomains", next, *in)}, nil
}

// DeprecateDomain closes a domain for new types and runs, and deprecates all its types. Open runs go on.
func (c *Calls) DeprecateDomain(_ context.Context, in *swf.DeprecateDomainInput) (*swf.DeprecateDomainOutput, error) {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, err := c.domain(in.Name)
	if err != nil {
		return nil, err
	}
	record := d.info()
	if record.Deprecated {
		return nil, &swf.DomainDeprecatedFault{FaultDetail: message("%s", in.Name)}
	}
	record.Deprecated = true
	var b store.Batch
	if err := putRecord(&b, store.DomainKey(d.number), &record); err != nil {
		return nil, err
	}
	now := c.clock.Now()
	activities, err := deprecateAll(&b, activityKind, d, now)
	if err != nil {
		return nil, err
	}
	workflows, err := deprecateAll(&b, workflowKind, d, now)
	if err != nil {
		return nil, err
	}
	if err := c.commitRegistry(&b); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record, d.activityTypes, d.workflowTypes = record, activities, workflows
	return &swf.DeprecateDomainOutput{}, nil
}

// UndeprecateDomain lets a domain take new types and runs again. Its types stay deprecated.
func (c *Calls) UndeprecateDomain(_ context.Context, in *swf.UndeprecateDomainInput) (*swf.UndeprecateDomainOutput, error) {
	c.registry.changing.Lock()
	defer c.registry.changing.Unlock()
	d, err := c.domain(in.Name)
	if err != nil {
		return nil, err
	}
	record := d.info()
	if !record.Deprecated {
		return nil, &swf.DomainAlreadyExistsFault{FaultDetail: message("%s", in.Name)}
	}
	record.Deprecated = false
	if err := c.storeRecord(store.DomainKey(d.number), &record); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record = record
	return &swf.UndeprecateDomainOutput{}, nil
}
