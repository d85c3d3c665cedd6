package throttle

import (
	"github.com/swfd/swfd/internal/rate"
	"github.com/swfd/swfd/swf"
)

// What comes before the name of a rate that is kept for each execution, or for each task list.
const (
	perExecution = "execution."
	perTaskList  = "task-list."
)

// documented are SWF's own rates, as "Amazon SWF quotas" gives them. They are the same in all Regions.
var documented = map[string]rate.Limit{
	"CountClosedWorkflowExecutions":  {Burst: 2000, PerSecond: 6},
	"CountOpenWorkflowExecutions":    {Burst: 2000, PerSecond: 6},
	"CountPendingActivityTasks":      {Burst: 200, PerSecond: 6},
	"CountPendingDecisionTasks":      {Burst: 200, PerSecond: 6},
	"DeleteActivityType":             {Burst: 200, PerSecond: 6},
	"DeleteWorkflowType":             {Burst: 200, PerSecond: 6},
	"DeprecateActivityType":          {Burst: 200, PerSecond: 6},
	"DeprecateDomain":                {Burst: 100, PerSecond: 6},
	"DeprecateWorkflowType":          {Burst: 200, PerSecond: 6},
	"DescribeActivityType":           {Burst: 2000, PerSecond: 6},
	"DescribeDomain":                 {Burst: 200, PerSecond: 6},
	"DescribeWorkflowExecution":      {Burst: 2000, PerSecond: 6},
	"DescribeWorkflowType":           {Burst: 2000, PerSecond: 6},
	"GetWorkflowExecutionHistory":    {Burst: 2000, PerSecond: 60},
	"ListActivityTypes":              {Burst: 200, PerSecond: 6},
	"ListClosedWorkflowExecutions":   {Burst: 200, PerSecond: 6},
	"ListDomains":                    {Burst: 100, PerSecond: 6},
	"ListOpenWorkflowExecutions":     {Burst: 200, PerSecond: 48},
	"ListTagsForResource":            {Burst: 50, PerSecond: 30},
	"ListWorkflowTypes":              {Burst: 200, PerSecond: 6},
	"PollForActivityTask":            {Burst: 2000, PerSecond: 200},
	"PollForDecisionTask":            {Burst: 2000, PerSecond: 200},
	"RecordActivityTaskHeartbeat":    {Burst: 2000, PerSecond: 160},
	"RegisterActivityType":           {Burst: 200, PerSecond: 60},
	"RegisterDomain":                 {Burst: 100, PerSecond: 6},
	"RegisterWorkflowType":           {Burst: 200, PerSecond: 60},
	"RequestCancelWorkflowExecution": {Burst: 2000, PerSecond: 30},
	"RespondActivityTaskCanceled":    {Burst: 2000, PerSecond: 200},
	"RespondActivityTaskCompleted":   {Burst: 2000, PerSecond: 200},
	"RespondActivityTaskFailed":      {Burst: 2000, PerSecond: 200},
	"RespondDecisionTaskCompleted":   {Burst: 2000, PerSecond: 200},
	"SignalWorkflowExecution":        {Burst: 2000, PerSecond: 30},
	"StartWorkflowExecution":         {Burst: 2000, PerSecond: 200},
	"TagResource":                    {Burst: 50, PerSecond: 30},
	"TerminateWorkflowExecution":     {Burst: 2000, PerSecond: 60},
	"UndeprecateActivityType":        {Burst: 200, PerSecond: 6},
	"UndeprecateDomain":              {Burst: 100, PerSecond: 6},
	"UndeprecateWorkflowType":        {Burst: 200, PerSecond: 6},
	"UntagResource":                  {Burst: 50, PerSecond: 30},

	// Decisions. One that finds no token becomes an event with the cause ..._RATE_EXCEEDED.
	"RequestCancelExternalWorkflowExecution": {Burst: 1200, PerSecond: 120},
	"ScheduleActivityTask":                   {Burst: 1000, PerSecond: 200},
	"SignalExternalWorkflowExecution":        {Burst: 1200, PerSecond: 120},
	"StartChildWorkflowExecution":            {Burst: 500, PerSecond: 12},
	"StartTimer":                             {Burst: 2000, PerSecond: 200},

	perExecution + "GetWorkflowExecutionHistory":    {Burst: 400, PerSecond: 200},
	perExecution + "RecordActivityTaskHeartbeat":    {Burst: 1000, PerSecond: 1000},
	perExecution + "RequestCancelWorkflowExecution": {Burst: 200, PerSecond: 200},
	perExecution + "SignalWorkflowExecution":        {Burst: 1000, PerSecond: 1000},

	// "2,000 per second": that this is a bucket of 2,000, too, is our reading.
	perTaskList + "ScheduleActivityTask": {Burst: 2000, PerSecond: 2000},
}

// unpublished are the decisions that have a cause ..._RATE_EXCEEDED and of whose rate SWF says nothing.
var unpublished = []swf.DecisionType{
	swf.DecisionTypeContinueAsNewWorkflowExecution, swf.DecisionTypeScheduleLambdaFunction,
}
