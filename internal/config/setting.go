package config

import (
	"log/slog"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/lambda"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// Values are the values of all settings.
type Values struct {
	// Server is what a server is made of, but for its log.
	Server server.Config
	// LogLevel is the least level of what is logged, and LogFormat the form of the log.
	LogLevel  slog.Level
	LogFormat LogFormat
}

// prefix is what the names of all variables begin with.
const prefix = "SWFD_"

// Setting is one line of the table.
type Setting struct {
	// Name is what the setting is called: the flag without its dashes, and the key in a file.
	Name string
	// Group is the heading under which it is documented.
	Group string
	// Help says on one line what it is; More, which may be empty, what else one should know.
	Help, More string
	// Secret values are not shown.
	Secret bool
	// Itself is not empty if the setting may be a table in a file, which those that are named after it belong to as well. There it is called
	// so: access and access-skew are file and skew in the table access.
	Itself string

	at func(*Values) Value
}

// Variable is the name of the setting's environment variable.
func (s *Setting) Variable() string {
	return prefix + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// Value is the setting's value among others: to be read, and to be set from a text.
func (s *Setting) Value(v *Values) Value { return s.at(v) }

// Default is the setting's default, as text.
func (s *Setting) Default() string { return s.at(Defaults()).String() }

// Defaults are the values when nothing is given. With them alone no server starts: where to keep the data must be said.
func Defaults() *Values {
	return &Values{Server: server.Config{
		Listen: server.DefaultListen, PollHold: server.DefaultPollHold, AccessSkew: access.DefaultSkew, Ballast: pebblestore.DefaultBallast,
		IdleStates: engine.DefaultIdleStates, Limits: engine.DefaultLimits, Bounds: httpapi.DefaultBounds, RequestSize: httpapi.MaxBody,
		LambdaWorkers: engine.DefaultLambdaWorkers,
		Lambda:        lambda.Config{Attempts: lambda.DefaultAttempts, MaxResult: lambda.DefaultMaxResult},
	}, LogFormat: LogText}
}

// Settings is the table, in the order of its documentation.
var Settings = slices.Concat(serving, network, admitting, bounds, storing, calling, logging, limits)

var serving = group("Serving",
	Setting{
		Name: "listen", at: func(v *Values) Value { return (*text)(&v.Server.Listen) },
		Help: "address to serve on, host:port; port 0 takes any free one",
		More: "Others than this machine may reach it only if there are an access file and TLS.",
	},
	Setting{
		Name: "poll-hold", at: func(v *Values) Value { return (*duration)(&v.Server.PollHold) },
		Help: "how long a poll waits for a task",
		More: "SDKs give up a poll after 70 seconds or so.",
	},
	Setting{
		Name: "admin-listen", at: func(v *Values) Value { return (*text)(&v.Server.AdminListen) },
		Help: "loopback address for operators, host:port: metrics, figures, profiles; none if empty",
		More: "What is there is told in [observability.md](observability.md). Without it nothing is measured.",
	},
)

var network = group("Network",
	Setting{
		Name: "tls-cert", at: func(v *Values) Value { return (*text)(&v.Server.TLSCert) },
		Help: "file with the certificate, and those that vouch for it, in PEM; without it nothing is encrypted",
		More: "It is read anew when it changes. TLS 1.2 is the oldest that is spoken, and HTTP/1.1 what is spoken over it.",
	},
	Setting{
		Name: "tls-key", at: func(v *Values) Value { return (*text)(&v.Server.TLSKey) },
		Help: "file with the certificate's key, in PEM",
	},
	Setting{
		Name: "hosts", at: func(v *Values) Value { return (*list)(&v.Server.Hosts) },
		Help: "further names by which clients call the server, with commas between them, while nobody is identified",
		More: "Its addresses, and the names of this machine to itself, are always good. Any other is refused, for it may be that of a web page that reaches for the server.",
	},
	Setting{
		Name: "insecure-no-identity", at: func(v *Values) Value { return (*truth)(&v.Server.InsecureNoIdentity) },
		Help: "let others reach a server that identifies nobody: anybody there may do anything",
	},
	Setting{
		Name: "insecure-no-tls", at: func(v *Values) Value { return (*truth)(&v.Server.InsecureNoTLS) },
		Help: "let others reach a server that encrypts nothing: for one behind something that does",
	},
)

var bounds = group("Bounds",
	Setting{
		Name: "max-connections", at: func(v *Values) Value { return count(&v.Server.Connections.Total, 0) },
		Help: "connections at once; 0 chooses by how many descriptors the process may have",
		More: "The choice leaves 2,000 descriptors for other things, or half of them, and is 50,000 at most. Each poll that waits has a connection. When all are taken, the one that has been silent longest makes room for the next; if none is silent, the next is closed unread.",
	},
	Setting{
		Name: "max-connections-per-address", at: func(v *Values) Value { return count(&v.Server.Connections.PerAddress, 0) },
		Help: "connections at once from one address, other than of this machine; 0 is half of all",
		More: "Of IPv6 a /64 counts as one address. Connections past this bound are closed unread.",
	},
	Setting{
		Name: "header-timeout", at: func(v *Values) Value { return (*duration)(&v.Server.Bounds.HeaderTimeout) },
		Help: "time for the head of a request, and for shaking hands before it",
	},
	Setting{
		Name: "body-timeout", at: func(v *Values) Value { return (*duration)(&v.Server.Bounds.BodyTimeout) },
		Help: "time for the body of a request",
		More: "One of more than 4 KiB holds memory that others may wait for: it must come as fast as the largest that comes in time, but for a sixth of the time to begin with.",
	},
	Setting{
		Name: "reply-timeout", at: func(v *Values) Value { return (*duration)(&v.Server.Bounds.ReplyTimeout) },
		Help: "time in which a client must have taken its reply, once it is being sent",
		More: "A poll that waits is not cut by any of these.",
	},
	Setting{
		Name: "idle-timeout", at: func(v *Values) Value { return (*duration)(&v.Server.Bounds.IdleTimeout) },
		Help: "how long a connection may be silent between two requests",
	},
	Setting{
		Name: "max-header-bytes", at: func(v *Values) Value { return (*size)(&v.Server.Bounds.HeaderBytes) },
		Help: "size of a request's head, a few kilobytes more or less",
	},
	Setting{
		Name: "max-body-memory", at: func(v *Values) Value { return (*size)(&v.Server.Bounds.BodyBytes) },
		Help: "memory for the bodies of more than 4 KiB of all requests under way, at least twice the largest request",
		More: "One address gets half of it at most. Who finds no room waits for it, as long as a body may take, and then is told to come again (503).",
	},
	Setting{
		Name: "max-calls", at: func(v *Values) Value { return count(&v.Server.Bounds.Calls, 1) },
		Help: "calls that are worked on at once, polls excepted",
		More: "One principal has three quarters of them at most. The others wait, and principals are served in turn, and so are the domains of each: so none starves another.",
	},
	Setting{
		Name: "max-calls-waiting", at: func(v *Values) Value { return count(&v.Server.Bounds.CallsWaiting, 1) },
		Help: "calls of one principal that may wait; more are throttled",
	},
	Setting{
		Name: "max-polls", at: func(v *Values) Value { return count(&v.Server.Bounds.Polls, 0) },
		Help: "polls of one principal that may wait for a task; more are throttled; 0 is half of all connections, if callers are identified",
	},
)

var admitting = group("Access",
	Setting{
		Name: "access", Itself: "file", at: func(v *Values) Value { return (*text)(&v.Server.Access) },
		Help: "access file, which says who may call, with which keys, and what each may do; without it anybody may do anything",
		More: "The server loads it anew on the signal HUP and whenever it changes. In a file it may stand in a table: `[access]`, `file = \"access.json\"`.",
	},
	Setting{
		Name: "access-skew", at: func(v *Values) Value { return (*duration)(&v.Server.AccessSkew) },
		Help: "how far the clock of a client may be from the server's, either way",
		More: "SDKs that are told of a larger difference correct their clocks. What was signed longer ago is refused, so it cannot be sent again later.",
	},
)

var storing = group("Store",
	Setting{
		Name: "data", at: func(v *Values) Value { return (*text)(&v.Server.Data) },
		Help: "directory of the data, created if it is missing",
		More: "Required, unless everything is kept in memory. One server at a time may use it.",
	},
	Setting{
		Name: "memory", at: func(v *Values) Value { return (*truth)(&v.Server.Memory) },
		Help: "keep everything in memory, and lose it at the end",
	},
	Setting{
		Name: "min-free", at: func(v *Values) Value { return (*size)(&v.Server.MinFree) },
		Help: "free space on the disk under which writes are refused; 0 chooses by the size of the disk",
		More: "The choice is 1 GiB, and on a disk of less than 8 GiB an eighth of it. Reads go on meanwhile.",
	},
	Setting{
		Name: "ballast", at: func(v *Values) Value { return (*size)(&v.Server.Ballast) },
		Help: "size of a file that is removed when the disk is full, so that what is under way can end; 0 is none",
	},
	Setting{
		Name: "idle-states", at: func(v *Values) Value { return count(&v.Server.IdleStates, 1) },
		Help: "how many states of open runs stay in memory while nothing happens to them",
	},
)

var calling = group("Lambda functions",
	Setting{
		Name: "lambda-endpoint", at: func(v *Values) Value { return (*text)(&v.Server.Lambda.Endpoint) },
		Help: "base URL of the Lambda service that Lambda tasks call, http://host:port or https://host:port; none if empty",
		More: "Amazon's own or any other that has its Invoke API: see [operating.md](operating.md#lambda-functions). Without one, " +
			"ScheduleLambdaFunction fails with `LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION`.",
	},
	Setting{
		Name: "lambda-workers", at: func(v *Values) Value { return count(&v.Server.LambdaWorkers, 1) },
		Help: "functions that are called at once; further Lambda tasks wait, without a time-out running",
	},
	Setting{
		Name: "lambda-attempts", at: func(v *Values) Value { return count(&v.Server.Lambda.Attempts, 1) },
		Help: "how often a call is tried that has certainly not run its function: the endpoint cannot be reached, or throttles",
	},
)

var logging = group("Log",
	Setting{
		Name: "log-level", at: func(v *Values) Value { return (*level)(&v.LogLevel) },
		Help: "least level of what is logged: DEBUG, INFO, WARN or ERROR",
		More: "The operator's door can change it while the server runs.",
	},
	Setting{
		Name: "log-format", at: func(v *Values) Value { return &v.LogFormat },
		Help: "form of the log: text, json, or journal for systemd's journal",
		More: "In the journal lines have priorities and no time. Only as text does the server also say on plain lines where it listens.",
	},
	Setting{
		Name: "audit-log", at: func(v *Values) Value { return (*text)(&v.Server.AuditLog) },
		Help: "file with a line for each call that changes something, or was refused to; stderr is the standard error; none if empty",
		More: "See [operating.md](operating.md#who-has-done-what).",
	},
)

var limits = group("Limits",
	Setting{
		Name: "limits", at: func(v *Values) Value { return (*rates)(&v.Server.Rates) },
		Help: "rates at which calls may be made and decisions taken: none, or aws for Amazon's own, and then those that differ",
		More: "See below.",
	},
	Setting{
		Name: "limit-history-events", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.HistoryEvents, 10) },
		Help: "events of a run from which it is terminated at its next command",
	},
	Setting{
		Name: "limit-history-warning", at: func(v *Values) Value { return within(&v.Server.Limits.HistoryWarning, 0, 100) },
		Help: "part of limit-history-events, in hundredths, from which the log warns of a run, once; 0 warns of none",
	},
	Setting{
		Name: "limit-open-activities", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.OpenActivities, 1) },
		Help: "open activity tasks of a run",
	},
	Setting{
		Name: "limit-open-timers", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.OpenTimers, 1) },
		Help: "open timers of a run",
	},
	Setting{
		Name: "limit-open-children", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.OpenChildren, 1) },
		Help: "open child executions of a run",
	},
	Setting{
		Name: "limit-open-lambdas", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.OpenLambdas, 1) },
		Help: "open Lambda tasks of a run",
		More: "SWF publishes no number; this is the one of activities.",
	},
	Setting{
		Name: "limit-lambda-result", at: func(v *Values) Value { return count(&v.Server.Lambda.MaxResult, 1) },
		Help: "characters of a Lambda function's answer; a longer one fails its task",
	},
	Setting{
		Name: "limit-open-executions", at: func(v *Values) Value { return count(&v.Server.Limits.Execution.OpenWorkflows, 1) },
		Help: "open executions of a domain",
	},
	Setting{
		Name: "limit-domains", at: func(v *Values) Value { return count(&v.Server.Limits.Domains, 1) },
		Help: "domains of an account and Region, deprecated ones included",
	},
	Setting{
		Name: "limit-types", at: func(v *Values) Value { return count(&v.Server.Limits.Types, 1) },
		Help: "activity types, and workflow types, of a domain",
	},
	Setting{
		Name: "limit-tags", at: func(v *Values) Value { return count(&v.Server.Limits.Tags, 1) },
		Help: "resource tags of a domain",
	},
	Setting{
		Name: "limit-counted", at: func(v *Values) Value { return count(&v.Server.Limits.Counted, 1) },
		Help: "executions that a count goes through before it ends as truncated",
	},
	Setting{
		Name: "limit-answers", at: func(v *Values) Value { return count(&v.Server.Limits.Answers, 0) },
		Help: "calls whose answers are remembered for ten minutes, so that one that is tried again takes effect once; 0 remembers none",
		More: "SWF has no such thing. Each takes about 50 bytes on the disk, that of a start about 100. A server comes to the default that " +
			"takes 800 starts, signals and answers to tasks a second all the time; what is beyond is carried out and not remembered.",
	},
	Setting{
		Name: "limit-pollers", at: func(v *Values) Value { return count(&v.Server.Limits.Pollers, 1) },
		Help: "polls that may wait on one task list",
	},
	Setting{
		Name: "limit-retention-days", at: func(v *Values) Value { return count(&v.Server.Limits.RetentionDays, 0) },
		Help: "longest retention period of a domain, in days",
		More: "None is longer than 65535 days, whatever this says.",
	},
	Setting{
		Name: "limit-request-size", at: func(v *Values) Value { return sizeWithin{(*size)(&v.Server.RequestSize), 1, server.MaxRequestSize} },
		Help: "largest body of a request, at most 64MiB",
	},
)

func group(name string, settings ...Setting) []Setting {
	for i := range settings {
		settings[i].Group = name
	}
	return settings
}

// find returns the setting of a name, nil if there is none.
func find(name string) *Setting {
	i := slices.IndexFunc(Settings, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &Settings[i]
}
