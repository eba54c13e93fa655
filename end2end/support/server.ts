import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type Server as NetServer, type Socket, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BINARY, SITE } from "./paths";

/**
 * A server of our own on a port of its own. It can be killed and started again
 * on the same port and the same data, and something else can listen there in
 * the meantime: a captive portal, or a network that never answers.
 */
export class Server {
  readonly data: string;
  log = "";
  private process: ChildProcess | undefined;
  private impostor: NetServer | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    readonly port: number,
    readonly site: string,
  ) {
    this.data = mkdtempSync(join(process.env.STREETLIGHT_SCRATCH!, "server-"));
    cpSync(join(process.env.STREETLIGHT_SCRATCH!, "seed"), this.data, { recursive: true });
  }

  static async start(site = SITE, port?: number): Promise<Server> {
    const server = new Server(port ?? (await freePort()), site);
    await server.start();
    return server;
  }

  /** Goes on with what another server of the same port left behind. */
  async takeOver(data: string) {
    await this.stop();
    rmSync(this.data, { recursive: true });
    cpSync(data, this.data, { recursive: true });
    await this.start();
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(...more: string[]) {
    await this.dismiss();
    const args = ["serve", "--plain-http", "--data", this.data, "--site", this.site];
    args.push("--listen", `127.0.0.1:${this.port}`, "--sign-in-per-minute", "1000", ...more);
    // One worker of the journeys sets up more phones in an hour than an agency in a year.
    args.push("--enrolments-per-hour", "10000", "--requests-per-minute", "100000");
    args.push("--plan-reads-per-minute", "10000");
    const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = child;
    const note = (bytes: Buffer) => (this.log += bytes.toString());
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    for (let tries = 0; tries < 200; tries += 1) {
      if (child.exitCode !== null) throw new Error(`The server ended by itself:\n${this.log}`);
      const answer = await fetch(`${this.url}/api/v1/health`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(50);
    }
    throw new Error(`The server did not become healthy:\n${this.log}`);
  }

  /** Asks the server to end. */
  stop() {
    return this.end("SIGTERM");
  }

  /** Ends it in the middle of whatever it does. */
  kill() {
    return this.end("SIGKILL");
  }

  /** In place of the server: a portal that answers everything with its own page. */
  async becomePortal() {
    await this.stop();
    const page = "<!doctype html><title>Free Wi-Fi</title><p>Accept our terms to go on.";
    const portal = createHttpServer((_, answer) => {
      answer.writeHead(200, { "content-type": "text/html" }).end(page);
    });
    await this.listen(portal);
  }

  /** In place of the server: it asks everybody for so much time. Answers what was asked for. */
  async becomeBusy(seconds: number): Promise<string[]> {
    await this.stop();
    const asked: string[] = [];
    const busy = createHttpServer(({ method, url }, answer) => {
      // A browser looks for a new service worker whenever it likes: that is no question of ours.
      if (url!.startsWith("/api/")) asked.push(`${method} ${url!.split("?")[0]}`);
      const head = { "content-type": "application/json", "retry-after": `${seconds}` };
      answer.writeHead(503, head).end('{"code":"busy","sentence":"Later."}');
    });
    await this.listen(busy);
    return asked;
  }

  /** In place of the server: connections are accepted and nothing ever comes. */
  async becomeSilent() {
    await this.stop();
    await this.listen(createServer());
  }

  verifyAudit(): string {
    return execFileSync(BINARY, ["--data", this.data, "verify-audit"], { encoding: "utf8" });
  }

  /** Takes a client from somebody. */
  unassign(client: string, login: string) {
    execFileSync(BINARY, ["--data", this.data, "client", "unassign", login, client], { stdio: "pipe" });
  }

  /** Adds a worker with the password that everybody has here. */
  addWorker(login: string, name: string, password: string) {
    const args = ["--data", this.data, "user", "add", login, "--name", name, "--password-stdin"];
    execFileSync(BINARY, args, { input: `${password}\n`, stdio: "pipe" });
  }

  /** Gives somebody a new password, which ends their sessions. */
  resetPassword(login: string, password: string) {
    const args = ["--data", this.data, "user", "password", login, "--password-stdin"];
    execFileSync(BINARY, args, { input: `${password}\n`, stdio: "pipe" });
  }

  /** Whether supervisors and administrators need a second factor. */
  requireSecondFactor(required: "on" | "off") {
    execFileSync(BINARY, ["--data", this.data, "agency", "second-factor", required], { stdio: "pipe" });
  }

  /** Takes somebody's passkeys away. */
  resetSecondFactor(login: string) {
    execFileSync(BINARY, ["--data", this.data, "user", "reset-second-factor", login], { stdio: "pipe" });
  }

  /** Somebody at a desk revokes every phone. */
  async revokePhones(login: string, password: string, why: "left" | "lost") {
    const headers: Record<string, string> = { "content-type": "application/json" };
    const ask = async (path: string, body?: object) => {
      const method = body ? "POST" : "GET";
      const answer = await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer;
    };
    const session = await ask("/session", { login, password });
    headers.cookie = session.headers.getSetCookie()[0]!.split(";")[0]!;
    for (const { device_id } of await (await ask("/devices")).json()) {
      await ask(`/devices/${device_id}/revoke`, { why });
    }
  }

  /** Writes a backup while the server runs. */
  backup(): string {
    const file = `${this.data}-backup.db`;
    execFileSync(BINARY, ["--data", this.data, "backup", file], { stdio: "pipe" });
    return file;
  }

  /** Goes back to a backup, as after a fire; the server must be stopped. */
  restore(file: string) {
    execFileSync(BINARY, ["--data", this.data, "restore", file], { stdio: "pipe" });
  }

  private async listen(impostor: NetServer) {
    impostor.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
    });
    this.impostor = impostor;
    await new Promise<void>((ready) => impostor.listen(this.port, "127.0.0.1", ready));
  }

  private async dismiss() {
    const impostor = this.impostor;
    if (!impostor) return;
    this.impostor = undefined;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await new Promise((closed) => impostor.close(closed));
  }

  private async end(signal: NodeJS.Signals) {
    await this.dismiss();
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await Promise.race([ended, sleep(5_000).then(() => child.kill("SIGKILL"))]);
    await ended;
  }
}

/** A port that nobody listens on, below those that systems give to outgoing connections: while a
 * server is stopped, nobody else may come by its port. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    const free = await new Promise<boolean>((answer) => {
      probe.once("error", () => answer(false));
      probe.listen(port, "127.0.0.1", () => answer(true));
    });
    if (!free) continue;
    await new Promise((closed) => probe.close(closed));
    return port;
  }
}
