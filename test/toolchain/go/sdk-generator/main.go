// The generator of the SDKs: binds schema.json, writes one language's package. The installer puts the
// kubernetes package's schema beside this file: our templates are its types, and it is too large to keep here.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

//go:embed schema.json
var kubernetesSchema []byte

const usage = `Usage: kubefed-sdk-generator SCHEMA FOLDER LANGUAGE...

Binds SCHEMA and writes its package for each LANGUAGE to FOLDER/LANGUAGE, which must not exist.
Exits 1 if the binder says anything at all.
Languages: %s
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(words []string) error {
	keepOffNetwork()
	if len(words) < 3 {
		return fmt.Errorf(usage, strings.Join(languages(), ", "))
	}
	file, folder := words[0], words[1]
	for _, language := range words[2:] {
		generate, known := packageGenerators[language]
		if !known {
			return fmt.Errorf("unknown language %q; known: %s", language, strings.Join(languages(), ", "))
		}
		// Generators write into what they are given: one would change what the next one prints.
		pkg, loader, err := bind(file)
		if err != nil {
			return err
		}
		files, err := generate(pkg, loader)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		if err := write(filepath.Join(folder, language), files); err != nil {
			return err
		}
	}
	return nil
}

func bind(file string) (*schema.Package, schema.ReferenceLoader, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	loader := schema.NewCachedLoader(&packages{})
	pkg, said, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return nil, nil, err
	}
	if len(said) > 0 {
		return nil, nil, fmt.Errorf("%s binds with %d remarks:\n%s", file, len(said), remarks(said))
	}
	return pkg, loader, nil
}

func remarks(said hcl.Diagnostics) string {
	lines := make([]string, 0, len(said))
	for _, each := range said {
		lines = append(lines, strings.TrimSpace(each.Summary+" "+each.Detail))
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func write(folder string, files map[string][]byte) error {
	if _, err := os.Stat(folder); err == nil {
		return fmt.Errorf("%s is already there", folder)
	}
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
