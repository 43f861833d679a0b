package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// packages loads the one package that ours refers to, from what is embedded.
type packages struct{}

func (*packages) load(name string, version *semver.Version) (*schema.Package, error) {
	var spec schema.PackageSpec
	if err := json.Unmarshal(kubernetesSchema, &spec); err != nil {
		return nil, err
	}
	if name != spec.Name || (version != nil && version.String() != spec.Version) {
		return nil, fmt.Errorf("package %s %v is not known; known: %s %s", name, version, spec.Name, spec.Version)
	}
	return schema.ImportSpec(spec, nil, schema.ValidationOptions{AllowDanglingReferences: true})
}

func (l *packages) LoadPackage(name string, version *semver.Version) (*schema.Package, error) {
	return l.load(name, version)
}

func (l *packages) LoadPackageV2(
	_ context.Context, of *schema.PackageDescriptor,
) (*schema.Package, error) {
	return l.load(of.Name, of.Version)
}

func (l *packages) LoadPackageReference(
	name string, version *semver.Version,
) (schema.PackageReference, error) {
	pkg, err := l.load(name, version)
	if err != nil {
		return nil, err
	}
	return pkg.Reference(), nil
}

func (l *packages) LoadPackageReferenceV2(
	_ context.Context, of *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return l.LoadPackageReference(of.Name, of.Version)
}
