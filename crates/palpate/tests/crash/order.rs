//! Every answer follows its commit and its sync: seen in the system calls of the running program, with `strace`.
use crate::{
    ground::Ground,
    killed::kept_though_unanswered,
    serving::Serving,
    writing::{Practice, act},
};
use std::process::{Command, Stdio};

/// Is there a `strace` that may trace here? It is a tool of Linux; `cargo x test` installs it on Debian.
fn strace() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let well = tried.is_ok_and(|status| status.success());
    if !well {
        println!("strace is not here or may not trace: the order of system calls is not shown on this machine");
    }
    well
}

/// For one act on SQLite: its pages are written to the log, the log is synced, and only then do the first bytes of the
/// answer leave. This shows the order in which the program asks the operating system, not what a disk does with it.
#[test]
fn an_answer_leaves_after_its_rows_are_written_and_synced() {
    if !strace() {
        return;
    }
    let ground = Ground::file();
    let practice = {
        let serving = Serving::start(&ground, true);
        Practice::found(&serving)
    };
    let told = ground.beside("calls");
    let calls = ["-s", "64", "-e", "trace=pwrite64,fdatasync,fsync,recvfrom,read,sendto,write,writev"];
    let mut serving = Serving::traced(&ground, &calls, &told);
    assert!(practice.session(serving.address, 0, &act()).is_some());
    serving.kill();
    // The tracer ends a moment after what it traces.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let told = std::fs::read_to_string(&told).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let last = |what: &[&str]| lines.iter().rposition(|line| what.iter().all(|word| line.contains(word)));
    let asked = last(&["\"POST /clients/"]).expect("the request is read");
    let answered = last(&["\"HTTP/1.1 303"]).expect("the answer is sent");
    let between = lines.get(asked..answered).expect("the answer follows the request");
    let wrote = between.iter().rposition(|line| line.contains("pwrite64(") && line.contains("palpate-wal>"));
    let synced = between.iter().rposition(|line| line.contains("sync(") && line.contains("palpate-wal>"));
    let (wrote, synced) = (wrote.expect("the log is written"), synced.expect("the log is synced"));
    assert!(wrote < synced, "nothing of the act is written after the sync:\n{}", between.join("\n"));
    // Where another thread's call came in between, the sync's end is a line of its own.
    let call = between[synced];
    if call.contains("<unfinished") {
        let thread = call.split(' ').next().unwrap();
        let ended = |line: &&str| line.starts_with(thread) && line.contains("sync resumed>");
        assert!(between[synced..].iter().any(ended), "the sync has ended before the answer:\n{}", between.join("\n"));
    } else {
        assert!(call.trim_end().ends_with("= 0"), "{call}");
    }
}

/// The first write of an answer kills the program instead: between COMMIT and reply.
#[test]
fn killed_between_commit_and_reply_on_sqlite_the_act_is_kept_and_a_repeat_finds_it() {
    if !strace() {
        return;
    }
    let ground = Ground::file();
    let practice = {
        let serving = Serving::start(&ground, true);
        Practice::found(&serving)
    };
    // The program's only use of these two calls is to answer a browser.
    let deadly = ["-e", "trace=sendto,writev", "-e", "inject=sendto,writev:signal=KILL:when=1"];
    let mut serving = Serving::traced(&ground, &deadly, &ground.beside("calls"));
    let sent = act();
    assert_eq!(practice.session(serving.address, 0, &sent), None, "the answer never left");
    assert!(!serving.ended().success());
    kept_though_unanswered(&ground, &practice, &sent);
}
