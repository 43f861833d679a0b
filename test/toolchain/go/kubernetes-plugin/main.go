// The kubernetes resource plugin, built from its module. The installer puts the
// two JSON files beside this file: they are in the module, but too large to keep here.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// version is set by the linker and must be that of the npm package @pulumi/kubernetes.
var version string

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

func main() {
	provider.Serve("kubernetes", version, schema, terraformMapping)
}
