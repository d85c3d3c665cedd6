package access

// file is an access file as it is written: the files and variables that it names have not been looked at.
type file struct {
	regions  []string
	accounts []*account
	// holdsSecrets means that a secret stands in the file itself.
	holdsSecrets bool
	// inRoot and inAccounts are where more could be added; inAccounts is nil if there are no accounts.
	inRoot     container
	inAccounts *container
}

// readFile reads an access file. Errors are of type *Mistake.
func readFile(path string, text []byte) (*file, error) {
	r, err := newReader(path, text)
	if err != nil {
		return nil, err
	}
	f := &file{}
	f.inRoot, err = r.object(func(name string) (err error) {
		switch name {
		case "accounts":
			f.inAccounts, err = f.readAccounts(r)
		case "regions":
			f.regions, err = readRegions(r)
		default:
			err = r.unknown("accounts and regions")
		}
		return err
	})
	return f, err
}

func readRegions(r *reader) ([]string, error) {
	var regions []string
	_, err := r.list(func() error {
		name, err := r.string()
		if err == nil && !isRegion(name) {
			err = r.mistake(r.here(), "%q cannot be the name of a Region", name)
		}
		regions = append(regions, name)
		return err
	})
	if err == nil && len(regions) == 0 {
		err = r.mistake(r.here(), "no Region would be served: name one, or leave regions out to serve them all")
	}
	return regions, err
}
