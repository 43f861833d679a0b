#!/bin/sh
# Runs one real node: containerd and kubelet in namespaces of their own, so that their end, however it comes, is
# the end of every process, mount and network namespace of the pods.
#
#   node.sh <node's directory> <folder of Debian's programs> <kubelet> [kubelet's arguments]
#
# The directory holds `cgroups` (a line for each: controllers, folder), the files of nodeFiles.ts and `images`.
set -eu

if [ "$1" != inside ]; then
  cd "$1"
  shift
  while read -r controllers folder; do
    mkdir -p "$folder"
    # A new cpuset has no processors, and takes no process until it has.
    case $controllers in *cpuset*)
      for name in cpus mems; do
        for at in "$(dirname "$folder")" "$folder"; do
          [ -n "$(cat "$at/cpuset.$name")" ] || cat "$at/../cpuset.$name" > "$at/cpuset.$name"
        done
      done ;;
    esac
    echo $$ > "$folder/cgroup.procs"
  done < cgroups
  exec unshare --mount --cgroup --pid --fork --kill-child --mount-proc --propagation private \
    /bin/sh "$0" inside "$@"
fi

shift
programs=$1
kubelet=$2
shift 2
PATH=/run/programs/usr/bin:/run/programs/usr/sbin:/usr/sbin:$PATH

# What containers get is below the node's own cgroups, of which the namespace makes the roots.
mount -t tmpfs cgroups /sys/fs/cgroup
while read -r controllers folder; do
  mkdir "/sys/fs/cgroup/$controllers"
  mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/$controllers"
done < cgroups

# Short paths for sockets, and nothing that stays on the machine.
mount -t tmpfs run /run
mkdir /run/node /run/programs /run/var /run/var/upper /run/var/work /run/sysctl
mount --bind . /run/node
mount --bind "$programs" /run/programs
cd /run/node
mount -t overlay var -o lowerdir=/var,upperdir=/run/var/upper,workdir=/run/var/work /var

# What kubelet and the network plugin would set for the whole machine, they find set.
while read -r setting value; do
  [ -e "/proc/sys/$setting" ] || continue
  file=/run/sysctl/$(echo "$setting" | tr / .)
  echo "$value" > "$file"
  mount --bind "$file" "/proc/sys/$setting"
done <<SETTINGS
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
net/ipv4/ip_forward 1
SETTINGS

containerd --config containerd.toml > containerd.log 2>&1 &
runtime=$!
containers() { ctr --address /run/node/containerd.sock --namespace k8s.io "$@"; }
until containers version > /dev/null 2>&1; do
  kill -0 $runtime || { tail -n 20 containerd.log >&2; exit 1; }
  sleep 0.1
done
for image in images/*.tar; do
  [ ! -e "$image" ] || containers images import --snapshotter native "$image"
done
"$kubelet" "$@"
