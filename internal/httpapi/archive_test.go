package httpapi

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/token"
)

var update = flag.Bool("update", false, "write what the server says into the archives; read the difference before you believe it")

// TestArchives plays each archive of testdata to a server: raw requests go in, and raw replies must come out, byte for byte. Its
// sections, in any number and order:
//
//	-- service --   what the service behind the door does from now on; see fakeService.follow
//	-- request --   goes over the wire, with CR LF and, if they are left out, with Host and Content-Length
//	-- reply --     must come back; the parts of a message of ValidationException may stand in any order
//	-- seen --      the calls that the service saw of that request; without this section it may see none, unless the reply is 200 or the
//	                service is scripted
//	-- log --       all that was logged so far, without stacks
//
// Requests of an archive go over one connection, until a reply closes it. "${x*9}" stands for nine of x, "${activity}" and "${decision}"
// for the tokens of tasks.
func TestArchives(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { playArchive(t, file) })
	}
}

func playArchive(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a := parseArchive(string(text))
	if len(a.sections) == 0 {
		t.Fatalf("%s: nothing to play", file)
	}
	p := newPlayer(t)
	for i := range a.sections {
		s := &a.sections[i]
		if got, ok := p.play(t, file, s.name, s.text); ok && *update {
			s.text = got
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(a.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// player plays the sections of one archive.
type player struct {
	*door
	addr     string
	conn     net.Conn
	reader   *bufio.Reader
	scripted bool
	// request is the last request, reply its reply.
	request, reply string
	seen           []string
}

func newPlayer(t *testing.T) *player {
	p := &player{door: newDoor(t)}
	p.Hosts = []string{"swf.us-east-1.amazonaws.com", "localhost", "127.0.0.1", "::1"}
	p.Ready = func() error { return nil }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = listener.Addr().String()
	server := NewServer(NewHandler(p.Config), p.Bounds, p.Log)
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
		if p.conn != nil {
			_ = p.conn.Close()
		}
	})
	return p
}

// play plays a section. It returns what the section should say, if it is one that expects something.
func (p *player) play(t *testing.T, file, name, text string) (string, bool) {
	var got string
	switch name {
	case "service":
		p.scripted = strings.TrimSpace(text) != ""
		if err := p.service.follow(text); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		return "", false
	case "request":
		p.request = text
		p.exchange(t, p.wire(text))
		p.seen = p.service.calls()
		return "", false
	case "reply":
		got = p.reply
	case "seen":
		got = strings.Join(append(p.seen, ""), "\n")
		p.seen = nil
	case "log":
		got = withoutStacks(p.log.String())
	default:
		t.Fatalf("%s: a section is named %q", file, name)
	}
	if name == "reply" && !p.scripted && !strings.HasPrefix(got, "HTTP/1.1 200") && len(p.seen) > 0 {
		t.Errorf("%s: what was refused reached the service: %s\n%s", file, p.seen, p.request)
	}
	if want := p.expand(text); !*update && inOrder(got) != inOrder(want) {
		t.Errorf("%s: after\n%s\n%s is\n%s\nwant\n%s", file, p.request, name, got, want)
	}
	return p.contract(got), true
}

// wire is a request as it goes over the wire.
func (p *player) wire(text string) []byte {
	head, body, _ := strings.Cut(p.expand(strings.TrimSuffix(text, "\n")), "\n\n")
	lines := strings.Split(strings.TrimSuffix(head, "\n"), "\n")
	has := func(name string) bool {
		return slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(strings.ToLower(line), name+":") })
	}
	if !has("host") {
		lines = append(lines, "Host: swf.us-east-1.amazonaws.com")
	}
	if !has("content-length") && !has("transfer-encoding") {
		lines = append(lines, "Content-Length: "+strconv.Itoa(len(body)))
	}
	if has("transfer-encoding") {
		body = strings.ReplaceAll(body, "\n", "\r\n") + "\r\n\r\n"
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
}

var repeated = regexp.MustCompile(`\$\{(.)\*(\d+)\}`)

// The tasks whose tokens archives send.
var (
	activityTask = token.Task{Kind: token.Activity, Domain: 1, RunID: "run-1", ScheduledID: 5, StartedID: 6, Nonce: 7}
	decisionTask = token.Task{Kind: token.Decision, Domain: 1, RunID: "run-1", ScheduledID: 2, StartedID: 3, Nonce: 4}
)

// expand replaces what stands for something else.
func (p *player) expand(text string) string {
	text = strings.ReplaceAll(text, "${activity}", p.tokens.SealTask(activityTask))
	text = strings.ReplaceAll(text, "${decision}", p.tokens.SealTask(decisionTask))
	return repeated.ReplaceAllStringFunc(text, func(s string) string {
		parts := repeated.FindStringSubmatch(s)
		n, _ := strconv.Atoi(parts[2])
		return strings.Repeat(parts[1], n)
	})
}

var long = regexp.MustCompile(`x{30,}|y{30,}|é{30,}`)

// contract undoes expand, for -update.
func (p *player) contract(text string) string {
	text = strings.ReplaceAll(text, p.tokens.SealTask(activityTask), "${activity}")
	text = strings.ReplaceAll(text, p.tokens.SealTask(decisionTask), "${decision}")
	return long.ReplaceAllStringFunc(text, func(s string) string {
		r := []rune(s)
		return fmt.Sprintf("${%c*%d}", r[0], len(r))
	})
}

// exchange sends a request and takes its reply, over the connection there is.
func (p *player) exchange(t *testing.T, request []byte) {
	if p.conn == nil {
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			t.Fatal(err)
		}
		p.conn, p.reader = conn, bufio.NewReader(conn)
	}
	if _, err := p.conn.Write(request); err != nil {
		t.Fatalf("send %.200s: %v", request, err)
	}
	reply, closed, err := readReply(p.reader, bytes.HasPrefix(request, []byte("HEAD ")))
	if err != nil {
		t.Fatalf("the reply to %.200s: %v", request, err)
	}
	p.reply = reply
	if closed {
		_ = p.conn.Close()
		p.conn = nil
	}
}

// readReply reads a reply, with LF for CR LF in its head and a newline at its end. If it says that it is the last of its connection,
// that must be so.
func readReply(r *bufio.Reader, headOnly bool) (reply string, closed bool, err error) {
	length := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return reply, false, fmt.Errorf("after %q: %w", reply, err)
		}
		line = strings.TrimSuffix(line, "\r\n")
		reply += line + "\n"
		if line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(n); err != nil {
				return reply, false, err
			}
		}
		closed = closed || line == "Connection: close"
	}
	if headOnly {
		length = 0
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return reply, false, fmt.Errorf("body: %w", err)
	}
	if length > 0 {
		reply += string(bytes.TrimSuffix(body, []byte("\n"))) + "\n"
	}
	if closed {
		if rest, err := io.ReadAll(r); err != nil || len(rest) > 0 {
			return reply, true, fmt.Errorf("%q and %v after the last reply", rest, err)
		}
	}
	return reply, closed, nil
}

// inOrder puts the parts of a ValidationException in order: theirs means nothing.
func inOrder(reply string) string {
	const begin = ` detected: `
	i := strings.Index(reply, begin)
	if i < 0 {
		return reply
	}
	head, list := reply[:i+len(begin)], strings.TrimSuffix(reply[i+len(begin):], "\"}\n")
	parts := strings.Split(list, "; Value ")
	for i := 1; i < len(parts); i++ {
		parts[i] = "Value " + parts[i]
	}
	slices.Sort(parts)
	return head + strings.Join(parts, "; ")
}

var stack = regexp.MustCompile(` stack="(\\.|[^"\\])*"`)

func withoutStacks(log string) string { return stack.ReplaceAllString(log, "") }
