package audit

// Line is an entry as a line, without its end.
func Line(e Entry) string { return string(e.append(nil, 0)) }
