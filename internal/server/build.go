package server

import (
	"runtime"
	"runtime/debug"
)

// Build says which program this is, as far as the build knew.
type Build struct {
	// Version is the module's version, such as v1.2.3, "(devel)" outside of releases.
	Version string `json:"version"`
	// Revision is the commit it was built from, and Time when that was made; both are empty if the build did not know. Modified
	// means that the files differed from the commit.
	Revision string `json:"revision,omitempty"`
	Time     string `json:"time,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	// Go is the toolchain, and Platform the system and processor it was built for, such as linux/amd64.
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// ReadBuild tells which program this is.
func ReadBuild() Build {
	b := Build{Version: "(unknown)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
