package main

import (
	"sort"

	java "github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// tool is the name that stands at the head of each file.
const tool = "npm run sdk"

type packageGenerator func(*schema.Package, schema.ReferenceLoader) (map[string][]byte, error)

// packageGenerators by language, as its folder under sdk is called.
var packageGenerators = map[string]packageGenerator{
	"dotnet": func(pkg *schema.Package, _ schema.ReferenceLoader) (map[string][]byte, error) {
		return dotnet.GeneratePackage(tool, pkg, nil, nil)
	},
	"go": func(pkg *schema.Package, _ schema.ReferenceLoader) (map[string][]byte, error) {
		return gogen.GeneratePackage(tool, pkg, nil)
	},
	"java": func(pkg *schema.Package, _ schema.ReferenceLoader) (map[string][]byte, error) {
		return java.GeneratePackage(tool, pkg, nil, nil, false, false)
	},
	"nodejs": func(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, loader)
	},
	"python": func(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
		files, err := python.GeneratePackage(tool, pkg, nil, loader)
		if err == nil {
			// pyproject.toml names it there.
			files["README.md"] = files["pulumi_kubefed/README.md"]
		}
		return files, err
	},
}

func languages() []string {
	names := make([]string, 0, len(packageGenerators))
	for name := range packageGenerators {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
