package config

import (
	"fmt"
	"strings"

	"github.com/swfd/swfd/internal/throttle"
)

const introduction = `# Configuration

<!-- Made by: go run ./cmd/swfd config --markdown > docs/configuration.md -->

What can be set of ` + "`swfd server`" + `. Each setting has one name, and is given in one of three ways; the first that is there counts, else the default:

1. a flag: ` + "`--poll-hold 30s`" + `
2. a variable: ` + "`SWFD_POLL_HOLD=30s`" + ` (the name in capitals, with ` + "`_` for `-`" + `)
3. a key in a [TOML](https://toml.io) file, whose path is given by ` + "`--config FILE` or `SWFD_CONFIG`: `poll-hold = \"30s\"`" + `. The file has
   no tables but those that are told of below.

An unknown key, a value of another type or out of bounds is an error, and the server does not start. ` + "`swfd config`" + ` takes the same flags
as the server, and prints each value and whence it came.

Durations are written as ` + "`60s` or `1m30s`, sizes as `64MiB`" + ` or in bytes. In a file, durations, sizes with a unit, levels and texts stand
in quotes, numbers and true or false do not:

` + "```toml" + `
data = "/var/lib/swfd"
listen = "127.0.0.1:7933"
poll-hold = "60s"
limit-open-activities = 5000
` + "```" + `

Paths that are not absolute begin at the folder in which the server was started, also those in a TOML file.

The limits are those of Amazon SWF, but for the [rates](#rates), which are off. Whoever raises one should know that clients written for SWF
may rely on it. What the model of the API fixes is no setting, for clients know it as well: the lengths of texts, five tags of an execution,
1,000 items of a page, and a year as the longest duration.
`

// Markdown is the text of docs/configuration.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString(introduction)
	group := ""
	for i := range Settings {
		s := &Settings[i]
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(&b, "\n## %s\n\n| setting | default | what it is |\n|---|---|---|\n", group)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s.Name, defaultText(s), helpText(s))
	}
	b.WriteString(aboutRates)
	for _, name := range throttle.Names() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, documentedRate(name))
	}
	return b.String()
}

const aboutRates = `
## Rates

SWF throttles by token buckets: for each account and Region, each operation has one. A call takes a token; so many come back each second,
and a burst of them is there after a rest. A call that finds none is answered with ThrottlingException, which every SDK tries again, and has
changed nothing: a throttled heartbeat leaves its task's clock alone. A decision that finds none becomes an event with the cause
..._RATE_EXCEEDED. Some operations have a bucket for each execution as well, and the scheduling of tasks one for each task list.

The setting ` + "`limits`" + ` is a base, ` + "`aws` or `none`" + `, and what differs from it: ` + "`--limits 'aws, StartTimer=5000+500/s, ListDomains=none'`" + `. In a
file it may be a table:

` + "```toml" + `
[limits]
base = "aws"
StartTimer = "5000+500/s"
ListDomains = "none"

[limits.execution]
SignalWorkflowExecution = "100+10/s"

[limits.task-list]
ScheduleActivityTask = "none"
` + "```" + `

| rate | Amazon's, burst and what comes back each second |
|---|---|
`

func documentedRate(name string) string {
	l, ok := throttle.AWS.Limit(name)
	if !ok {
		return "not published"
	}
	return fmt.Sprintf("%d+%d/s", l.Burst, l.PerSecond)
}

func defaultText(s *Setting) string {
	if d := s.Default(); d != "" {
		return "`" + d + "`"
	}
	return ""
}

// helpText makes sentences of a help text, which is a phrase.
func helpText(s *Setting) string {
	text := strings.ToUpper(s.Help[:1]) + s.Help[1:] + "."
	if s.More != "" {
		text += " " + s.More
	}
	return text
}
