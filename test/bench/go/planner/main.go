// KubeFed's own planner behind JSON, to compare ours with: reads cases from standard input, plans each
// as often as it says, and prints what it planned and how fast.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	schedulingv1a1 "sigs.k8s.io/kubefed/pkg/apis/scheduling/v1alpha1"
	"sigs.k8s.io/kubefed/pkg/controller/util/planner"
)

// division is one case, in the words of planReplicas.
type division struct {
	Clusters      []string                                     `json:"clusters"`
	TotalReplicas int32                                        `json:"totalReplicas"`
	Rebalance     bool                                         `json:"rebalance"`
	Preferences   map[string]schedulingv1a1.ClusterPreferences `json:"preferences"`
	Current       map[string]int64                             `json:"current"`
	Capacity      map[string]int64                             `json:"capacity"`
	Key           string                                       `json:"key"`
	Repeat        int                                          `json:"repeat"`
}

type outcome struct {
	Replicas           map[string]int64 `json:"replicas"`
	Overflow           map[string]int64 `json:"overflow"`
	DivisionsPerSecond float64          `json:"divisionsPerSecond"`
}

func main() {
	var divisions []division
	if err := json.NewDecoder(os.Stdin).Decode(&divisions); err != nil {
		fail(fmt.Errorf("cannot read the cases: %w", err))
	}
	outcomes := make([]outcome, 0, len(divisions))
	for i, d := range divisions {
		o, err := plan(d)
		if err != nil {
			fail(fmt.Errorf("cannot plan case %d: %w", i, err))
		}
		outcomes = append(outcomes, o)
	}
	if err := json.NewEncoder(os.Stdout).Encode(outcomes); err != nil {
		fail(fmt.Errorf("cannot print the outcomes: %w", err))
	}
}

func plan(d division) (outcome, error) {
	p := planner.NewPlanner(&schedulingv1a1.ReplicaSchedulingPreference{
		Spec: schedulingv1a1.ReplicaSchedulingPreferenceSpec{
			TotalReplicas: d.TotalReplicas,
			Rebalance:     d.Rebalance,
			Clusters:      d.Preferences,
		},
	})
	var replicas, overflow map[string]int64
	var err error
	start := time.Now()
	for i := 0; i < d.Repeat && err == nil; i++ {
		replicas, overflow, err = p.Plan(d.Clusters, d.Current, d.Capacity, d.Key)
	}
	perSecond := float64(d.Repeat) / time.Since(start).Seconds()
	return outcome{Replicas: replicas, Overflow: overflow, DivisionsPerSecond: perSecond}, err
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
