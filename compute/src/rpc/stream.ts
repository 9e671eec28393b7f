import type { Readable, Writable } from "node:stream";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";
import { decodeFrame, encodeFrame, FrameSplitter } from "../../../src/protocol";

/**
 * Reads JSON-RPC messages from a stream of frames. A frame whose body cannot be read is reported by `onError` and
 * skipped; a length that cannot be one means that the stream is out of step, which is reported and then closes it.
 */
export class FrameReader extends AbstractMessageReader implements MessageReader {
  private readonly splitter = new FrameSplitter();

  constructor(private readonly stream: Readable) {
    super();
  }

  override listen(callback: DataCallback): Disposable {
    const onData = (piece: Uint8Array): void => {
      let frames: Uint8Array[];
      try {
        // not as a Buffer, whose slices are views: a frame must begin its own, aligned memory
        frames = this.splitter.push(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
      } catch (error) {
        this.stream.off("data", onData);
        this.fireError(error);
        this.fireClose();
        return;
      }
      for (const frame of frames) {
        try {
          callback(decodeFrame(frame) as Message);
        } catch (error) {
          this.fireError(error);
        }
      }
    };
    const onEnd = (): void => this.fireClose();
    const onError = (error: Error): void => this.fireError(error);
    this.stream.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", onError);
    return {
      dispose: () =>
        this.stream.off("data", onData).off("end", onEnd).off("close", onEnd).off("error", onError),
    };
  }
}

/** Writes JSON-RPC messages as frames, in the order in which they were given. */
export class FrameWriter extends AbstractMessageWriter implements MessageWriter {
  private errors = 0;

  constructor(private readonly stream: Writable) {
    super();
    stream.on("error", (error) => this.fireError(error, undefined, ++this.errors));
    stream.on("close", () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write(encodeFrame(message), (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  end(): void {
    this.stream.end();
  }
}
