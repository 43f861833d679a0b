import { expect } from "chai";
import { cgroupsOf, whyNoRealNodes } from "./machine";

describe("what real nodes need of a machine", () => {
  const text = `9:name=systemd:/
8:pids:/
5:devices:/
4:memory:/user/one
3:cpuset:/
2:cpu,cpuacct:/a:b
0::/
`;
  const cgroups = cgroupsOf("/tmp/fleet", text);

  it("is a part of each hierarchy below this process's own", () => {
    const [first] = cgroups;
    expect(first?.folder).to.match(/^\/sys\/fs\/cgroup\/pids\/pulumi-kubefed-[0-9a-f]{12}$/);
    const mark = first?.folder.split("/").at(-1) ?? "";
    expect(cgroups.map(({ controllers, folder }) => [controllers, folder])).to.deep.equal([
      ["pids", `/sys/fs/cgroup/pids/${mark}`],
      ["devices", `/sys/fs/cgroup/devices/${mark}`],
      ["memory", `/sys/fs/cgroup/memory/user/one/${mark}`],
      ["cpuset", `/sys/fs/cgroup/cpuset/${mark}`],
      ["cpu,cpuacct", `/sys/fs/cgroup/cpu,cpuacct/a:b/${mark}`],
    ]);
    expect(cgroupsOf("/tmp/other", text)[0]?.folder).to.not.equal(first?.folder);
  });

  const rows = [
    { what: "nothing is missing", user: 0, lines: text, programs: [], says: [] },
    {
      what: "everything is",
      user: 1000,
      lines: "0::/user.slice\n",
      programs: ["ip"],
      says: [
        "they make namespaces and mounts: run as root",
        "cgroup v1 has no controller cpu, cpuacct, cpuset, memory, pids, devices here (cgroup v2 is not supported)",
        'there is no program "ip"',
      ],
    },
    {
      what: "a controller is",
      user: 0,
      lines: text.replace("8:pids:/\n", ""),
      programs: [],
      says: ["cgroup v1 has no controller pids here (cgroup v2 is not supported)"],
    },
  ];
  for (const { what, user, lines, programs, says } of rows) {
    it(`is said all at once where ${what}`, () => {
      const given = { user, programs, cgroups: cgroupsOf("/tmp/fleet", lines) };
      expect(whyNoRealNodes(given)).to.deep.equal(says);
    });
  }
});
