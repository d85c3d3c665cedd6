package server

import (
	"context"
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/lambda"
)

// lambdaOpenTime is how long it may take to find the credentials for the Lambda endpoint: a program may be configured that gives them.
const lambdaOpenTime = 10 * time.Second

// openLambda opens the client that calls Lambda functions, if there is an endpoint for it.
func (s *Server) openLambda(c Config) error {
	if c.Lambda.Endpoint == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lambdaOpenTime)
	defer cancel()
	c.Lambda.Log = c.Log
	var err error
	s.lambda, err = lambda.Open(ctx, c.Lambda)
	return err
}

// functions is what the engine calls Lambda functions by, nil if there is no endpoint.
func (s *Server) functions() engine.Lambda {
	if s.lambda == nil {
		return nil
	}
	return s.lambda
}

func (s *Server) closeLambda() {
	if s.lambda != nil {
		s.lambda.Close()
	}
}
