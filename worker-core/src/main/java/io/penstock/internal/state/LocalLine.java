package io.penstock.internal.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who waits, in order. Used by one thread at a time. */
final class LocalLine {
    private final TreeSet<String> places = new TreeSet<>();
    private final Map<String, Place> members = new HashMap<>();

    private record Place(String text, Instant until) {}

    /** Returns how many are before {@code member}. */
    long join(String member, String order, Instant until, Instant now) {
        dropGone(now);
        Place known = members.get(member);
        String place = known == null ? order + ' ' + member : known.text();
        places.add(place);
        members.put(member, new Place(place, until));
        return places.headSet(place).size();
    }

    private void dropGone(Instant now) {
        List<String> gone = new ArrayList<>();
        members.forEach((member, place) -> {
            if (!now.isBefore(place.until())) {
                gone.add(member);
            }
        });
        gone.forEach(this::leave);
    }

    void leave(String member) {
        @Nullable Place place = members.remove(member);
        if (place != null) {
            places.remove(place.text());
        }
    }

    boolean isEmpty(Instant now) {
        dropGone(now);
        return members.isEmpty();
    }
}
