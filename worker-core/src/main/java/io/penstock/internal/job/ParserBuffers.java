package io.penstock.internal.job;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's buffers, which it keeps per thread by default, where every job has a thread of its own. A few places, since few
 * threads parse at the same time; whoever finds his empty takes new buffers, and whoever finds it taken drops his.
 */
final class ParserBuffers implements RecyclerPool<BufferRecycler> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Two or more for each processor; a power of two. */
    private static final int PLACES = Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 4;

    private static final int APART = 16;

    private final transient AtomicReferenceArray<@Nullable BufferRecycler> places =
            new AtomicReferenceArray<>(PLACES * APART);

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler kept = places.getAndSet(place(), null);
        return kept == null ? new BufferRecycler() : kept;
    }

    @Override
    public void releasePooled(BufferRecycler used) {
        places.lazySet(place(), used);
    }

    /** Threads that follow each other have numbers that do. */
    private static int place() {
        return ((int) Thread.currentThread().threadId() & (PLACES - 1)) * APART;
    }

    @Override
    public int pooledCount() {
        return -1;
    }

    @Override
    public boolean clear() {
        for (int i = 0; i < PLACES; i++) {
            places.set(i * APART, null);
        }
        return true;
    }

    @Serial
    private Object readResolve() {
        return JsonRecyclerPools.nonRecyclingPool();
    }
}
