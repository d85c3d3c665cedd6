package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/control"
	"github.com/swfd/swfd/internal/restore"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

func (c *cli) newBackupCommand() *cobra.Command {
	var to string
	cmd := c.controlCommand(&cobra.Command{
		Use: "backup --data DIR --to DIR", Short: "Copy a store, also while its server serves",
		Long: `Copy a store into a directory that is not there yet. If a server runs on the data it makes the copy and serves on, else the command does.
The copy holds all that was acknowledged before, and of what comes meanwhile an unbroken beginning. swfd check verifies it, and
swfd restore makes a store of it. On the same disk it takes little space at first, for files are shared, but then it is lost
together with that disk: carry it elsewhere.`,
		Args: named(),
	}, func(d *controlled, _ []string) error {
		if to == "" {
			return usage("where is the copy to go? Give --to DIR, a directory that is not there yet")
		}
		dir, err := filepath.Abs(to)
		if err != nil {
			return usage("the directory %q: %w", to, err)
		}
		answer, err := d.backup(dir)
		if err != nil {
			return err
		}
		if d.output == "json" {
			return printJSON(d.cmd.OutOrStdout(), answer)
		}
		_, err = fmt.Fprintf(d.cmd.OutOrStdout(), "The store in %s was copied to %s in %.1f s.\n", d.data, dir, answer.Seconds)
		return err
	})
	cmd.Flags().StringVar(&to, "to", "", "directory to make")
	return cmd
}

// backup lets the server make the copy, or makes it where no server runs.
func (d *controlled) backup(dir string) (answer control.BackupAnswer, err error) {
	err = d.ask(http.MethodPost, "/backup", control.BackupRequest{To: dir}, &answer)
	if !errors.Is(err, control.ErrNobody) && !errors.Is(err, control.ErrPath) {
		return answer, err
	}
	begin := d.now()
	err = copyStore(d.cmd, d.data, dir)
	answer.Seconds = d.now().Sub(begin).Seconds()
	return answer, err
}

// copyStore copies a store that no server uses.
func copyStore(cmd *cobra.Command, data, dir string) (err error) {
	log := newLog(cmd.ErrOrStderr(), config.LogText, slog.LevelError)
	// Only a reader refuses to make a store where none is.
	reader, err := pebblestore.OpenReader(pebblestore.Options{Dir: data, Log: log})
	if err != nil {
		return err
	}
	if err := reader.Close(); err != nil {
		return err
	}
	var failed error
	s, err := pebblestore.Open(pebblestore.Options{Dir: data, Log: log, Fatal: func(err error) { failed = err }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), failed) }()
	return s.Checkpoint(dir)
}

func (c *cli) newRestoreCommand() *cobra.Command {
	var from, data string
	cmd := &cobra.Command{
		Use: "restore --from DIR --data DIR", Short: "Make a store of a backup",
		Long: `Make a store of a backup, in a directory that is not there yet or empty; the backup stays as it is. A server that is started on it goes
on from the moment of the backup. All tokens from before are refused: tasks that workers have now end by their time-outs, and are
decided on anew.`,
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if value, ok := c.variable("SWFD_DATA"); ok && data == "" {
				data = value
			}
			if from == "" || data == "" {
				return usage("which backup is to become which store? Give --from DIR and --data DIR")
			}
			return c.restore(cmd, from, data)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "directory of the backup")
	cmd.Flags().StringVar(&data, "data", "", "directory of the new store (SWFD_DATA)")
	return cmd
}

func (c *cli) restore(cmd *cobra.Command, from, data string) error {
	p := c.progress(cmd.ErrOrStderr())
	defer p.done()
	files, bytes := 0, int64(0)
	log := newLog(cmd.ErrOrStderr(), config.LogText, slog.LevelError)
	err := restore.Restore(cmd.Context(), from, data, log, func(_ string, n int64) {
		files, bytes = files+1, bytes+n
		p.tell("%d files, %d MB", files, bytes>>20)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "The store in %s is as it was when %s was made. Tokens from before are refused.\n", data, from)
	return err
}
