package access

import (
	"slices"
	"strings"
)

// Domain names a domain in all the world: its account, its Region, and its name among those of both.
type Domain struct{ Account, Region, Name string }

// partitions are the parts of AWS that have Regions of their own, and how the names of these begin.
var partitions = []struct{ name, regions string }{{"aws-cn", "cn-"}, {"aws-us-gov", "us-gov-"}, {"aws", ""}}

// ARN is the domain's name as policies write it.
func (d Domain) ARN() string {
	i := slices.IndexFunc(partitions, func(p struct{ name, regions string }) bool { return strings.HasPrefix(d.Region, p.regions) })
	return "arn:" + partitions[i].name + ":swf:" + d.Region + ":" + d.Account + ":/domain/" + d.Name
}

// ParseDomainARN reads arn:<partition>:swf:<region>:<account>:/domain/<name>. The partition must be one that there is, whichever.
func ParseDomainARN(arn string) (Domain, bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || !isPartition(parts[1]) || parts[2] != "swf" {
		return Domain{}, false
	}
	name, ok := strings.CutPrefix(parts[5], "/domain/")
	d := Domain{Account: parts[4], Region: parts[3], Name: name}
	return d, ok && d.Account != "" && d.Region != "" && d.Name != "" && !strings.ContainsAny(d.Name, ":/")
}

func isPartition(name string) bool {
	return slices.ContainsFunc(partitions, func(p struct{ name, regions string }) bool { return p.name == name })
}

// isOf reports whether a domain is in the scope of a caller.
func (d Domain) isOf(c *Caller) bool { return d.Account == c.Account && d.Region == c.Region }
