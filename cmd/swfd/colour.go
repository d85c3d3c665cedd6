package main

import (
	"strings"

	"github.com/swfd/swfd/swf"
)

// colour is how a text stands out on a terminal.
type colour string

const (
	plain  colour = ""
	bold   colour = "1"
	dim    colour = "2"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
	blue   colour = "34"
)

// palette paints, or leaves texts as they are.
type palette bool

// palette is for a stream: colours are for terminals that have some, unless NO_COLOR says that nobody wants any, and for whoever
// asks by CLICOLOR_FORCE.
func (c *cli) palette(stream any) palette {
	if no, _ := c.variable("NO_COLOR"); no != "" {
		return false
	}
	if force, _ := c.variable("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	term, _ := c.variable("TERM")
	return palette(c.isTerminal(stream) && term != "dumb")
}

func (p palette) paint(c colour, text string) string {
	if !p || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// paintEvent colours a type of event by how good the news is.
func (p palette) paintEvent(t swf.EventType, name string) string {
	return p.paint(eventColour(t), name)
}

func eventColour(t swf.EventType) colour {
	text := string(t)
	switch {
	case strings.HasSuffix(text, "Failed"), strings.HasSuffix(text, "TimedOut"), strings.HasSuffix(text, "Terminated"):
		return red
	case strings.Contains(text, "Cancel"), strings.HasSuffix(text, "Canceled"):
		return yellow
	case strings.HasPrefix(text, "DecisionTask"):
		return dim
	case strings.HasSuffix(text, "Completed"):
		return green
	}
	return plain
}

func statusColour(s swf.CloseStatus) colour {
	switch s {
	case swf.CloseStatusCompleted:
		return green
	case swf.CloseStatusFailed, swf.CloseStatusTimedOut, swf.CloseStatusTerminated:
		return red
	case swf.CloseStatusCanceled:
		return yellow
	}
	return plain
}
