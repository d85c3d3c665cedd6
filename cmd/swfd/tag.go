package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/swf"
)

func (c *cli) newDomainTagCommand() *cobra.Command {
	cmd := c.apiCommand(&cobra.Command{
		Use: "tag NAME KEY=VALUE...", Short: "Add resource tags to a domain, or give them new values",
		Args: namedAnd(mostTagArguments, "the domain's name", "the tag, KEY=VALUE,"), Example: "  swfd domain tag hello team=blue stage=test",
	}, func(ctx context.Context, a *api, args []string) error {
		for _, t := range args[1:] {
			if !strings.Contains(t, "=") {
				return usage("%q is no tag: give KEY=VALUE, or KEY= for an empty value", t)
			}
		}
		arn, err := a.arnOf(ctx, args[0])
		if err != nil {
			return err
		}
		if _, err := a.service.TagResource(ctx, swf.NewTagResourceInput(arn, resourceTags(args[1:]))); err != nil {
			return err
		}
		return a.say("Domain %s is tagged.", args[0])
	})
	cmd.ValidArgsFunction = c.argument(domainNames)
	return cmd
}

func (c *cli) newDomainUntagCommand() *cobra.Command {
	cmd := c.apiCommand(&cobra.Command{
		Use: "untag NAME KEY...", Short: "Remove resource tags of a domain", Args: namedAnd(mostTagArguments, "the domain's name", "the tag's key"),
		Example: "  swfd domain untag hello team",
	}, func(ctx context.Context, a *api, args []string) error {
		arn, err := a.arnOf(ctx, args[0])
		if err != nil {
			return err
		}
		if _, err := a.service.UntagResource(ctx, swf.NewUntagResourceInput(arn, args[1:])); err != nil {
			return err
		}
		return a.say("The tags are no longer on domain %s.", args[0])
	})
	cmd.ValidArgsFunction = c.tagArguments()
	return cmd
}

// mostTagArguments is more than a domain can have: the service says how many are too many.
const mostTagArguments = 200

// tagArguments offers domains, and then the keys of the tags that the domain has.
func (c *cli) tagArguments() completion {
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return c.names(domainNames)(cmd, args, begun)
		}
		return c.names(func(ctx context.Context, a *api) ([]string, error) {
			d, err := a.service.DescribeDomain(ctx, swf.NewDescribeDomainInput(args[0]))
			if err != nil {
				return nil, err
			}
			tags, err := a.tagsOf(ctx, d.DomainInfo)
			var keys []string
			for _, t := range tags {
				keys = append(keys, t.Key)
			}
			return keys, err
		})(cmd, args, begun)
	}
}

// resourceTags reads KEY=VALUE.
func resourceTags(texts []string) (tags []swf.ResourceTag) {
	for _, t := range texts {
		key, value, _ := strings.Cut(t, "=")
		tags = append(tags, swf.ResourceTag{Key: key, Value: &value})
	}
	return tags
}

// arnOf asks for the ARN by which tags know a domain.
func (a *api) arnOf(ctx context.Context, domain string) (string, error) {
	d, err := a.service.DescribeDomain(ctx, swf.NewDescribeDomainInput(domain))
	if err != nil {
		return "", err
	}
	if d.DomainInfo.ARN == nil {
		return "", fmt.Errorf("the service tells no ARN of domain %s, so it has no tags", domain)
	}
	return *d.DomainInfo.ARN, nil
}

// tagsOf are the resource tags of a domain, none where a service gives domains no ARN.
func (a *api) tagsOf(ctx context.Context, d swf.DomainInfo) ([]swf.ResourceTag, error) {
	if d.ARN == nil {
		return nil, nil
	}
	out, err := a.service.ListTagsForResource(ctx, swf.NewListTagsForResourceInput(*d.ARN))
	if err != nil {
		return nil, err
	}
	return out.Tags, nil
}
