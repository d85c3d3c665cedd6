package client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// handlerTransport answers requests by calling a handler, in the caller's goroutine.
type handlerTransport struct {
	handler http.Handler
}

var errAborted = errors.New("the handler aborted the reply")

// RoundTrip calls the handler. It returns when the handler does, which sees the request's context.
func (t handlerTransport) RoundTrip(r *http.Request) (_ *http.Response, err error) {
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			err = errAborted
		} else if p != nil {
			panic(p)
		}
	}()
	w := &memoryWriter{header: http.Header{}}
	served := asServed(r)
	defer served.Body.Close()
	t.handler.ServeHTTP(w, served)
	if err := r.Context().Err(); err != nil {
		// Over a connection, whoever has gone would not hear the answer.
		return nil, err
	}
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		StatusCode: w.status, Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// asServed is a request as a server would see it.
func asServed(r *http.Request) *http.Request {
	served := r.Clone(r.Context())
	served.RequestURI = r.URL.RequestURI()
	served.RemoteAddr = "127.0.0.1:0"
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	served.URL.Scheme, served.URL.Host = "", ""
	if served.Body == nil {
		served.Body = http.NoBody
	}
	return served
}

// memoryWriter keeps a reply in memory.
type memoryWriter struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *memoryWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}
