package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	java "github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

type programGenerator func(*pcl.Program) (map[string][]byte, hcl.Diagnostics, error)

var programGenerators = map[string]programGenerator{
	"dotnet": dotnet.GenerateProgram,
	"go":     gogen.GenerateProgram,
	"java":   java.GenerateProgram,
	"nodejs": nodejs.GenerateProgram,
	"python": python.GenerateProgram,
}

func writeProgram(schemaFile, source, folder string, wanted []string) error {
	_, loader, err := bind(schemaFile)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	for _, language := range wanted {
		generate, known := programGenerators[language]
		if !known {
			return unknown(language)
		}
		// Generators change the program that they are given.
		program, err := parse(filepath.Base(source), text, loader)
		if err != nil {
			return err
		}
		files, said, err := generate(program)
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		if len(said) > 0 {
			return fmt.Errorf("%s: %s is printed with remarks:\n%s", language, source, remarks(said))
		}
		if err := write(filepath.Join(folder, language), files); err != nil {
			return err
		}
	}
	return nil
}

func parse(name string, text []byte, loader schema.ReferenceLoader) (*pcl.Program, error) {
	parser := syntax.NewParser()
	if err := parser.ParseFile(bytes.NewReader(text), name); err != nil {
		return nil, err
	}
	if said := parser.Diagnostics; len(said) > 0 {
		return nil, fmt.Errorf("%s:\n%s", name, remarks(said))
	}
	program, said, err := pcl.BindProgram(
		parser.Files,
		pcl.Loader(loader),
		// The checker takes no reference to a resource for a resource.
		pcl.SkipResourceTypechecking,
	)
	if err != nil {
		return nil, fmt.Errorf("%s:\n%s", name, remarks(said))
	}
	return program, nil
}
