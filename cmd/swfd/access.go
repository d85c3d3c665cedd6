package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/access"
)

func (c *cli) newAccessCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "access", Short: "Who may call a server: make users and check access files",
		Long: `Work on an access file, which says who may call a server, with which keys, and what each of them may do. A server is given it by
swfd server --access FILE, and follows its changes.`,
	}
	asGroup(cmd)
	cmd.AddCommand(c.newAccessCreateCommand(), c.newAccessCheckCommand(), c.newAccessSimulateCommand())
	return cmd
}

func (c *cli) newAccessCreateCommand() *cobra.Command {
	var file, output string
	u := access.NewUser{}
	cmd := &cobra.Command{
		Use: "create USER --access FILE", Short: "Add a user with an access key to an access file",
		Long: `Add a user with a new access key to an access file; for a user who is in it, add another key. The file is made if it is missing, and
replaced in one step. The secret is shown this once. A user may do nothing until a policy allows it.`,
		Example: "  swfd access create worker --access access.json --policy policies/worker.json\n" +
			"  swfd access create worker --access access.json --account 111122223333 --group workers -o json",
		Args: named("the user's name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.chooseAccessFile(&file, output); err != nil {
				return err
			}
			u.Name = args[0]
			made, err := access.Create(file, u)
			if err != nil {
				return err
			}
			return printCreated(cmd.OutOrStdout(), made, output, len(u.Groups)+len(u.Policies) == 0)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&file, "access", "", "access file (SWFD_ACCESS)")
	flags.StringVar(&u.Account, "account", "", "account of the user, twelve digits; else the only one of the file, or "+access.DefaultAccount)
	flags.StringArrayVar(&u.Groups, "group", nil, "group of the account that the user is put into; may be given several times")
	flags.StringArrayVar(&u.Policies, "policy", nil, "file with a policy for the user, from the access file's folder; may be given several times")
	flags.StringVarP(&output, "output", "o", "table", "form of the output: table or json")
	c.complete(cmd, "output", "table", "json")
	return cmd
}

// chooseAccessFile says which access file is meant, and refuses an output that is none.
func (c *cli) chooseAccessFile(file *string, output string) error {
	if value, ok := c.variable("SWFD_ACCESS"); ok && *file == "" {
		*file = value
	}
	switch {
	case *file == "":
		return usage("which access file is meant? Give --access FILE")
	case output != "table" && output != "json":
		return usage("--output %q cannot be meant: give table or json", output)
	}
	return nil
}

// createdKey is an access key in the words of IAM.
type createdKey struct {
	UserName        string
	ARN             string `json:"Arn"`
	AccessKeyID     string `json:"AccessKeyId"`
	SecretAccessKey string
	Status          string
}

func printCreated(out io.Writer, made access.Created, output string, hasNoRights bool) error {
	if output == "json" {
		return printJSON(out, map[string]createdKey{"AccessKey": {made.User, made.ARN, made.KeyID, made.Secret.Reveal(), "Active"}})
	}
	return tellCreated(out, made, hasNoRights)
}

func tellCreated(out io.Writer, made access.Created, hasNoRights bool) error {
	what := "is new"
	if made.WasThere {
		what = "has another key"
	}
	if _, err := fmt.Fprintf(out, "%s %s. Its secret is shown this once:\n\n  AWS_ACCESS_KEY_ID=%s\n  AWS_SECRET_ACCESS_KEY=%s\n",
		made.ARN, what, made.KeyID, made.Secret.Reveal()); err != nil {
		return err
	}
	if made.WasThere || !hasNoRights {
		return nil
	}
	_, err := fmt.Fprintln(out, "\nNothing is allowed yet: give the user a policy in the access file, or put it into a group.")
	return err
}

func (c *cli) newAccessCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check [FILE]", Short: "Check an access file as a server would",
		Long: `Check an access file with all policies and secrets that it names, as a server would before it takes it. What is wrong is told with its
line, and the exit code is 6. What a policy says in vain (an action, a condition key or a resource that there is not, a statement that never
has an effect) is a warning: such a policy is lawful. Nothing is changed. Without FILE it is the one that SWFD_ACCESS names.`,
		Args: namedAnd(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, ok := c.variable("SWFD_ACCESS")
			if len(args) > 0 {
				file = args[0]
			} else if !ok || file == "" {
				return usage("which access file is meant? swfd access check FILE")
			}
			d, err := access.Load(file)
			var mistake *access.Mistake
			switch {
			case errors.As(err, &mistake):
				return &ending{exitFound, err}
			case err != nil:
				return err
			}
			return tellSound(cmd.OutOrStdout(), file, d)
		},
	}
}

func tellSound(out io.Writer, file string, d *access.Directory) error {
	accounts, users, keys := d.Counts()
	_, err := fmt.Fprintf(out, "%s is sound: %s, %s, %s\n", file, counted(accounts, "account"), counted(users, "user"), counted(keys, "key"))
	for _, m := range d.Doubts() {
		if err == nil {
			_, err = fmt.Fprintf(out, "warning: %v\n", m)
		}
	}
	return err
}
