package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/swfd/swfd/internal/server"
)

// key signs the calls to servers that identify who calls.
var key = aws.Credentials{AccessKeyID: "AKIABENCH", SecretAccessKey: "secret of the benchmarks"}

func sign(b testing.TB, r *http.Request, body []byte) {
	hash := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(context.Background(), key, r, hex.EncodeToString(hash[:]), "swf", "us-east-1", time.Now()); err != nil {
		b.Error(err)
	}
}

// accessFile knows the key, and allows it everything on the domain of the benchmarks.
func accessFile(b *testing.B) string {
	b.Helper()
	const allow = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"swf:*","Resource":"arn:aws:swf:*:123456789012:/domain/bench"}}`
	path := filepath.Join(b.TempDir(), "access.json")
	text := fmt.Sprintf(`{"accounts":{"123456789012":{"users":{"bench":{"accessKeys":[{"id":%q,"secret":%q}],"policies":[%s]}}}}}`,
		key.AccessKeyID, key.SecretAccessKey, allow)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// spent is what some heartbeats took: time, and the processor's time of the whole process.
type spent struct{ wall, processor time.Duration }

func (s *spent) add(do func()) {
	began, before := time.Now(), processorTime()
	do()
	s.wall += time.Since(began)
	s.processor += processorTime() - before
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkIdentifiedHeartbeat tells what it costs to be identified and authorised. Two servers get heartbeats in turn, so that whatever else
// the machine does meets both alike; one identifies who calls. Both get
// signed requests, as clients send them; they are signed beforehand. An iteration is a heartbeat to each.
func BenchmarkIdentifiedHeartbeat(b *testing.B) {
	for _, connections := range []int{1, 64} {
		b.Run(fmt.Sprintf("memory/connections=%d", connections), func(b *testing.B) {
			compare(b, connections, server.Config{Memory: true}, server.Config{Memory: true, Access: accessFile(b)})
		})
		b.Run(fmt.Sprintf("disk/connections=%d", connections), func(b *testing.B) {
			compare(b, connections, server.Config{Data: b.TempDir()}, server.Config{Data: b.TempDir(), Access: accessFile(b)})
		})
	}
}

func compare(b *testing.B, connections int, configs ...server.Config) {
	var callers []*caller
	var beats [][]prepared
	for _, config := range configs {
		c := newCallerOf(b, connections, config)
		c.signs = true
		callers, beats = append(callers, c), append(beats, c.beats(connections))
	}
	took := make([]spent, len(callers))
	b.ResetTimer()
	const turn = 100
	for left, first := b.N, 0; left > 0; left, first = left-turn, 1-first {
		// Nobody is always the one after the other, and pays for its garbage.
		for _, i := range []int{first, 1 - first} {
			c := callers[i]
			took[i].add(func() { spread(min(left, turn), connections, func(worker int) { c.send(beats[i][worker]) }) })
		}
	}
	micros := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(b.N) / 1e3 }
	b.ReportMetric(micros(took[0].wall), "open-us/beat")
	b.ReportMetric(micros(took[1].wall), "identified-us/beat")
	b.ReportMetric(micros(took[0].processor), "open-cpu-us/beat")
	b.ReportMetric(micros(took[1].processor), "identified-cpu-us/beat")
}
