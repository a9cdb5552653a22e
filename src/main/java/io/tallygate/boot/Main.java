package io.tallygate.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tallygate.access.KeysCommand;
import io.tallygate.check.CheckCommand;
import io.tallygate.model.SchemaCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the embedded parts that are needed, then the gateway on whatever parts there are.
 *
 * <p>The embedded parts start first because the gateway's configuration, their addresses, must be known before it does.
 */
@QuarkusMain
public final class Main {
    private static final List<String> COMMANDS = List.of(CheckCommand.NAME, SchemaCommand.NAME, KeysCommand.NAME);

    private Main() {}

    public static void main(String... args) {
        if (args.length > 0 && COMMANDS.contains(args[0])) {
            System.exit(command(args[0], List.of(args).subList(1, args.length)));
        }
        try {
            EmbeddedParts.startMissing();
        } catch (RuntimeException e) {
            System.err.println("Tallygate cannot start: " + e.getMessage());
            e.printStackTrace();
            System.exit(1);
        }
        try {
            Quarkus.run(null, Main::exit, args);
        } catch (RuntimeException | Error e) {
            EmbeddedParts.stopAll();
            throw e;
        }
    }

    /** No container is needed for these, and nothing is started. */
    private static int command(String name, List<String> arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return switch (name) {
            case CheckCommand.NAME -> new CheckCommand(System.in, out, err).run(arguments);
            case KeysCommand.NAME -> KeysCommandSetup.run(out, err, arguments);
            default -> new SchemaCommand(out, err).run(arguments);
        };
    }

    /** Nobody else tells the embedded parts of a start that failed: PostgreSQL would run on. */
    private static void exit(int code, @Nullable Throwable failure) {
        EmbeddedParts.stopAll();
        if (failure != null) {
            // The last line, below all that the parts had to say about their end.
            System.err.println("Tallygate cannot start: " + reason(failure));
        }
        System.exit(code);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
