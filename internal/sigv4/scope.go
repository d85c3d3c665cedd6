package sigv4

import "strings"

// Service is the service that all signatures must be made for.
const Service = "swf"

const terminator = "aws4_request"

// Scope is what a signing key is good for: a day and a Region of SWF.
type Scope struct {
	// Date is the day, in UTC, as eight digits.
	Date   string
	Region string
}

// readCredential takes a credential apart, and refuses a scope that is not one of ours. The instant is that of the request, as it says it.
func (r Rules) readCredential(credential, instant string) (keyID string, scope Scope, err error) {
	var parts [5]string
	rest, ok := credential, true
	for i := range parts {
		if !ok {
			return "", scope, notFive(credential)
		}
		parts[i], rest, ok = strings.Cut(rest, "/")
	}
	if ok {
		return "", scope, notFive(credential)
	}
	var faults []string
	scope = Scope{Date: parts[1], Region: parts[2]}
	if !r.Region(scope.Region) {
		faults = append(faults, "Credential should be scoped to a valid region, not '"+scope.Region+"'.")
	}
	if parts[3] != Service {
		faults = append(faults, "Credential should be scoped to correct service: '"+Service+"'.")
	}
	if parts[4] != terminator {
		faults = append(faults, "Credential should be scoped with a valid terminator: '"+terminator+"', not '"+parts[4]+"'.")
	}
	if day := instant[:len(dayForm)]; scope.Date != day {
		faults = append(faults, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"+scope.Date+
			"' != '"+day+"', from '"+instant+"'.")
	}
	if len(faults) > 0 {
		return "", scope, invalid(strings.Join(faults, " "))
	}
	return parts[0], scope, nil
}

func notFive(credential string) error {
	return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + credential + "'")
}
