// Package config is the settings of swfd server: one table, and from it the flags, the variables, the keys of the configuration
// file, the values with whence they came, and docs/configuration.md.
//
// A setting has one name, such as poll-hold. It is given by the flag --poll-hold, by the variable SWFD_POLL_HOLD, or by the key
// poll-hold of a TOML file: the first of them that is there counts, else the default. The file has no tables but those of settings
// that say so. What cannot be meant (an unknown key, a value of another type, a number out of bounds) is an error that says where it
// stands, what it is, and what to write instead.
package config
