package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// printJSON writes a value as indented JSON. What the service answers is written in its own form.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// say writes a sentence to those who read, unless the output is JSON, which nothing may come between.
func (a *api) say(format string, args ...any) error {
	w := a.cmd.OutOrStdout()
	if a.json() {
		w = a.cmd.ErrOrStderr()
	}
	_, err := fmt.Fprintf(w, format+"\n", args...)
	return err
}

// note writes a sentence beside the output.
func (a *api) note(format string, args ...any) {
	_, _ = fmt.Fprintf(a.cmd.ErrOrStderr(), "swfd: "+format+"\n", args...)
}

// table is rows under a head, or without one.
type table struct {
	head []string
	rows [][]cell
}

// cell is a text with a colour.
type cell struct {
	text   string
	colour colour
}

func newTable(head ...string) *table { return &table{head: head} }

// row adds a row of texts and cells.
func (t *table) row(values ...any) {
	var row []cell
	for _, v := range values {
		c, ok := v.(cell)
		if !ok {
			c = cell{text: fmt.Sprint(v)}
		}
		// What users have named must not move the terminal's cursor.
		c.text = printable(c.text)
		row = append(row, c)
	}
	t.rows = append(t.rows, row)
}

// printable replaces what is not to be shown as it is.
func printable(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, text)
}

// gap is what stands between columns.
const gap = "  "

// print writes the table. Columns are as wide as their widest cell.
func (t *table) print(w io.Writer, p palette) error {
	rows := t.rows
	if t.head != nil {
		head := make([]cell, len(t.head))
		for i, name := range t.head {
			head[i] = cell{name, bold}
		}
		rows = append([][]cell{head}, rows...)
	}
	var widths []int
	for _, row := range rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c.text))
		}
	}
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, line(row, widths, p)); err != nil {
			return err
		}
	}
	return nil
}

func line(row []cell, widths []int, p palette) string {
	last := len(row) - 1
	for last >= 0 && row[last].text == "" {
		last--
	}
	var b strings.Builder
	for i, c := range row[:last+1] {
		b.WriteString(p.paint(c.colour, c.text))
		if i < last {
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text)) + gap)
		}
	}
	return b.String()
}

// printTable writes a table to the command's output.
func (a *api) printTable(t *table) error {
	out := a.cmd.OutOrStdout()
	return t.print(out, a.palette(out))
}
