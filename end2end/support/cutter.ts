import { type Server as NetServer, type Socket, connect, createServer } from "node:net";

const below = (end: number) => Math.floor(Math.random() * end);

/** A request that brings a part of a picture. */
const PART = "PUT /api/v1/papers/";
/** Bytes of such a request, more or less. */
const PART_BYTES = 263_000;

/**
 * A network between a phone and its server that breaks while pictures travel: on the way there after any
 * number of bytes, or on the way back, when the server has the part and the phone never hears of it.
 */
export class Cutter {
  /** Connections that were cut. */
  cuts = 0;
  /** Requests for anything else that came while a picture was on its way. */
  others: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly net: NetServer,
    private readonly most: number,
  ) {}

  /** Listens on the port by which the phone knows its server; cuts so often, and is a good network then. */
  static async between(port: number, behind: number, most: number): Promise<Cutter> {
    const net = createServer();
    const cutter = new Cutter(net, most);
    net.on("connection", (phone) => cutter.join(phone, behind));
    await new Promise<void>((ready) => net.listen(port, "127.0.0.1", ready));
    return cutter;
  }

  private join(phone: Socket, behind: number) {
    const server = connect(behind, "127.0.0.1");
    const cut = () => {
      phone.destroy();
      server.destroy();
    };
    for (const socket of [phone, server]) {
      this.sockets.add(socket);
      socket.on("error", cut).on("close", () => (cut(), this.sockets.delete(socket)));
    }
    // Bytes until it is cut; or none of the answer comes.
    let left = Infinity;
    let deaf = false;
    phone.on("data", (bytes) => {
      const text = bytes.subarray(0, 200).toString("latin1");
      if (text.startsWith(PART)) {
        const breaks = this.cuts < this.most && below(3) > 0;
        deaf = breaks && below(3) === 0;
        left = breaks && !deaf ? below(PART_BYTES) : Infinity;
      } else if (/^[A-Z]+ \/api\//.test(text)) {
        this.others.push(text.split(" HTTP")[0]!);
      }
      if (bytes.length >= left) {
        server.write(bytes.subarray(0, left));
        this.cuts += 1;
        left = Infinity;
        // What was sent is still on its way.
        setTimeout(cut, below(20));
        return;
      }
      left -= bytes.length;
      server.write(bytes);
    });
    server.on("data", (bytes) => {
      if (!deaf) return void phone.write(bytes);
      this.cuts += 1;
      cut();
    });
  }

  async close() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.net.close(closed));
  }
}
