// One definition, previewed and deployed to every member cluster.
package kubefed
