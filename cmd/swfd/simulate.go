package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/access"
)

// simulation is the command line of swfd access simulate.
type simulation struct {
	file, output, user, account string
	access.Question
}

func (c *cli) newAccessSimulateCommand() *cobra.Command {
	var s simulation
	cmd := &cobra.Command{
		Use: "simulate --user USER --action ACTION --domain DOMAIN", Short: "Ask what a user may do, and which statement says so",
		Long: `Ask an access file whether a user may do something, and which statement of which policy decides. An action is that of an operation, such
as swf:PollForActivityTask, or of a decision, such as swf:StartTimer. What a condition asks for is given by --context. The keys of the user,
of the time and of the Region are there anyway; those that are missing are told. The exit code is 4 if the answer is deny.`,
		Example: "  swfd access simulate --access access.json --user worker --action swf:PollForActivityTask --domain Orders --context swf:taskList.name=main\n" +
			"  swfd access simulate --access access.json --user root --action iam:PassRole --resource arn:aws:iam::123456789012:role/lambda",
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.chooseAccessFile(&s.file, s.output); err != nil {
				return err
			}
			s.At = c.now()
			return s.run(cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.file, "access", "", "access file (SWFD_ACCESS)")
	flags.StringVar(&s.user, "user", "", "name of the user")
	flags.StringVar(&s.account, "account", "", "account of the user, if several have one of that name")
	flags.StringVar(&s.Action, "action", "", "action, such as swf:StartTimer")
	flags.StringVar(&s.Domain, "domain", "", "domain that the request is about")
	flags.StringVar(&s.Region, "region", access.DefaultRegion, "Region of the domain")
	flags.StringVar(&s.Resource, "resource", "", "ARN that the request is about, instead of a domain's")
	flags.StringArrayVar(&s.Context, "context", nil, "condition key with its value, KEY=VALUE; may be given several times, for a set with one key")
	flags.StringVarP(&s.output, "output", "o", "table", "form of the output: table or json")
	c.complete(cmd, "action", append(access.Actions(), "iam:PassRole")...)
	c.complete(cmd, "output", "table", "json")
	return cmd
}

func (s *simulation) run(out io.Writer) error {
	if strings.EqualFold(strings.TrimPrefix(s.Action, "swf:"), "ListDomains") && s.Domain == "" {
		// That is what the operation is about, literally.
		s.Domain = "*"
	}
	switch {
	case s.user == "":
		return usage("whom is this about? Give --user NAME")
	case s.Action == "":
		return usage("what is to be done? Give --action ACTION, such as swf:StartTimer")
	case (s.Domain == "") == (s.Resource == ""):
		return usage("what is it to be done to? Give --domain NAME, or --resource ARN")
	}
	d, err := access.Load(s.file)
	var mistake *access.Mistake
	switch {
	case errors.As(err, &mistake):
		return &ending{exitFound, err}
	case err != nil:
		return err
	}
	u, err := d.Find(s.account, s.user)
	if err != nil {
		return usage("%w", err)
	}
	answer, err := u.Simulate(s.Question)
	if err != nil {
		return usage("%w", err)
	}
	if err := s.print(out, answer); err != nil {
		return err
	}
	if !answer.Allowed {
		return &ending{exitRefused, errSaid}
	}
	return nil
}

func (s *simulation) print(out io.Writer, a access.Answer) error {
	if s.output == "json" {
		return printJSON(out, simulatedAnswer(a))
	}
	verdict, why := "deny", "no statement allows it"
	if a.Allowed {
		verdict = "allow"
	}
	if a.By != nil {
		why = fmt.Sprintf("%s of %s", a.By, a.Source)
	}
	_, err := fmt.Fprintf(out, "%s: %s\n", verdict, why)
	if err == nil && len(a.Missing) > 0 {
		_, err = fmt.Fprintf(out, "not given: %s\n", strings.Join(a.Missing, ", "))
	}
	return err
}

// evaluation is an answer in the words of IAM.
type evaluation struct {
	EvalActionName       string
	EvalResourceName     string
	EvalDecision         string
	MatchedStatements    []matchedStatement
	MissingContextValues []string
}

type matchedStatement struct {
	SourcePolicyID string `json:"SourcePolicyId"`
	Statement      int
	Sid            string `json:",omitempty"`
}

func simulatedAnswer(a access.Answer) evaluation {
	e := evaluation{
		EvalActionName: a.Action, EvalResourceName: a.Resource, EvalDecision: "implicitDeny",
		MatchedStatements: []matchedStatement{}, MissingContextValues: append([]string{}, a.Missing...),
	}
	switch {
	case a.Allowed:
		e.EvalDecision = "allowed"
	case a.By != nil:
		e.EvalDecision = "explicitDeny"
	}
	if a.By != nil {
		e.MatchedStatements = append(e.MatchedStatements, matchedStatement{a.Source, a.By.Number, a.By.Sid})
	}
	return e
}
