package swf

// Fault is an answer of the service that is not a success. Each kind is a type of its own, for errors.As:
//
//	var unknown *swf.UnknownResourceFault
//	if errors.As(err, &unknown) { ... }
type Fault interface {
	error
	// FaultCode is the name of the fault, such as "UnknownResourceFault".
	FaultCode() string
	// Detail returns the parts that all faults have.
	Detail() *FaultDetail
}

// FaultDetail is what all faults have. Only Message stands in the wire body.
type FaultDetail struct {
	// Message says what was wrong. A few errors of SWF have none.
	Message string
	Response
}

// Detail returns the receiver.
func (d *FaultDetail) Detail() *FaultDetail { return d }

func faultText(f Fault) string {
	if m := f.Detail().Message; m != "" {
		return f.FaultCode() + ": " + m
	}
	return f.FaultCode()
}

type faultSpec struct {
	namespace string
	status    int
	make      func(FaultDetail) Fault
}

// NewFault returns the fault with the given code, or an [UnknownFault] if SWF has none of that name.
func NewFault(code string, d FaultDetail) Fault {
	if s, ok := faultSpecs[code]; ok {
		return s.make(d)
	}
	return &UnknownFault{Code: code, FaultDetail: d}
}

// FaultNamespace returns the prefix that SWF writes before the code in the wire member __type, up to and
// including the '#'.
func FaultNamespace(code string) string { return faultSpecs[code].namespace }

// FaultStatus returns the HTTP status of a fault code, 500 for an unknown one.
func FaultStatus(code string) int {
	if s, ok := faultSpecs[code]; ok {
		return s.status
	}
	return 500
}

// UnknownFault is an error answer whose code this package does not know.
type UnknownFault struct {
	// Code is the name that the service gave.
	Code string
	FaultDetail
}

// FaultCode returns the name that the service gave.
func (f *UnknownFault) FaultCode() string { return f.Code }

// Error gives the code and the message.
func (f *UnknownFault) Error() string { return faultText(f) }
