package io.tallygate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU seconds that the three parts have used so far, of all processes that belong to them; what has ended counts where
 * its parent has waited for it.
 */
record CpuUse(double gateway, double broker, double database) {
    /** The unit of {@code /proc/<pid>/stat}: Linux shows 100 a second to programs on every architecture of ours. */
    private static final double TICKS = 100;

    /** Zeros where there is no {@code /proc}. */
    static CpuUse of(List<ProcessHandle> gateway, List<ProcessHandle> broker, List<ProcessHandle> database) {
        return new CpuUse(seconds(gateway), seconds(broker), seconds(database));
    }

    CpuUse since(CpuUse before) {
        return new CpuUse(gateway - before.gateway, broker - before.broker, database - before.database);
    }

    CpuUse per(double events) {
        double factor = 100_000 / events;
        return new CpuUse(gateway * factor, broker * factor, database * factor);
    }

    double sum() {
        return gateway + broker + database;
    }

    private static double seconds(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToDouble(process -> seconds(Path.of("/proc", Long.toString(process.pid()))))
                .sum();
    }

    /** Of a process or a thread, by its folder in {@code /proc}; zero if there is none. */
    static double seconds(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
            // after the name, which is in brackets and may hold anything: state is field 3, utime to cstime are 14 to
            // 17
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
            long ticks = Long.parseLong(fields[11])
                    + Long.parseLong(fields[12])
                    + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
            return ticks / TICKS;
        } catch (IOException e) {
            return 0;
        }
    }
}
