// Package manifest is for files that say which domains and types there should be: it reads one, compares it with what a service has,
// and carries out what is missing.
//
// A file is TOML or JSON, with SWF's own names for the members of RegisterDomain, RegisterWorkflowType and RegisterActivityType:
//
//	[[domains]]
//	name = "hello"
//	workflowExecutionRetentionPeriodInDays = "7"
//
//	[[domains.workflowTypes]]
//	name = "greeting"
//	version = "1"
//	defaultTaskList = { name = "deciders" }
//
//	[[domains.activityTypes]]
//	name = "say"
//	version = "1"
//	deprecated = true
//
// What the file does not name is left alone. What SWF never changes (a type's defaults, a domain's period) and the file wants
// otherwise is a conflict; with one, nothing is done.
package manifest
