package io.cameletl.support;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what is written to it a while later, in order, as a longer way does: many pieces are on their way at once, so that
 * the delay takes nothing from the throughput. Without a delay it is not there. For one writer.
 */
final class DelayedStream extends OutputStream {
    private static final int PIECES_ON_THE_WAY = 4096;

    private final OutputStream out;
    private final long nanos;
    private final BlockingQueue<Piece> way = new ArrayBlockingQueue<>(PIECES_ON_THE_WAY);
    private final Thread carrier = new Thread(this::carry, "wire-delay");
    private volatile @Nullable IOException failure;

    /** @param arrived counted down when all before it has been handed on */
    private record Piece(long due, byte[] bytes, CountDownLatch arrived) {}

    /** @param nanos how long each piece is on its way; 0 for no time at all */
    DelayedStream(OutputStream out, long nanos) {
        this.out = out;
        this.nanos = nanos;
        if (nanos > 0) {
            carrier.setDaemon(true);
            carrier.start();
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (nanos > 0) {
            send(Arrays.copyOfRange(bytes, offset, offset + length));
        } else {
            out.write(bytes, offset, length);
        }
    }

    /** Returns when everything has arrived. */
    @Override
    public void flush() throws IOException {
        if (nanos == 0) {
            return;
        }
        try {
            send(new byte[0]).arrived().await();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        check();
    }

    /** What is still on its way is lost; the stream behind it stays open. */
    @Override
    public void close() {
        carrier.interrupt();
    }

    private Piece send(byte[] bytes) throws IOException {
        check();
        Piece piece = new Piece(System.nanoTime() + nanos, bytes, new CountDownLatch(1));
        try {
            way.put(piece);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return piece;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException(e);
    }

    /** Goes on after a failure, for the writer may wait for room or for a piece's arrival. */
    private void carry() {
        try {
            while (true) {
                Piece piece = way.take();
                for (long left = piece.due() - System.nanoTime(); left > 0; left = piece.due() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                    if (Thread.interrupted()) {
                        return;
                    }
                }
                deliver(piece);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void deliver(Piece piece) {
        try {
            if (failure == null) {
                out.write(piece.bytes());
            }
        } catch (IOException e) {
            failure = e;
        }
        piece.arrived().countDown();
    }
}
