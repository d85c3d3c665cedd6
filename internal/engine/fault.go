package engine

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

func message(format string, args ...any) swf.FaultDetail {
	return swf.FaultDetail{Message: fmt.Sprintf(format, args...)}
}

func unknownDomain(name string) error {
	return &swf.UnknownResourceFault{FaultDetail: message("Unknown domain: %s", name)}
}

func workflowTypeText(t swf.WorkflowType) string {
	return fmt.Sprintf("WorkflowType=[name=%s, version=%s]", t.Name, t.Version)
}

func activityTypeText(t swf.ActivityType) string {
	return fmt.Sprintf("ActivityType=[name=%s, version=%s]", t.Name, t.Version)
}

func unknownWorkflowType(t swf.WorkflowType) error {
	return &swf.UnknownResourceFault{FaultDetail: message("Unknown type: %s", workflowTypeText(t))}
}

func invalid(format string, args ...any) error {
	return &swf.ValidationException{FaultDetail: message(format, args...)}
}

func invalidToken() error { return invalid("Invalid token") }

func limitExceeded(text string) error {
	return &swf.LimitExceededFault{FaultDetail: message("%s", text)}
}

// firstError returns the first error there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
