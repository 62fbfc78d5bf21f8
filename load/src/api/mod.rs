//! Measures the JSON API: verifying a token, signing in with a code, and opening a class.

mod client;

use crate::{
    browser::Result,
    clock::now,
    measure::{Times, cpu_time, millis, row},
};
use argon2::{Algorithm, Argon2, Params, Version};
use client::{ApiClient, Member, PASSWORD, Tokens};
use hyper::Method;
use serde_json::json;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CONNECTIONS: usize = 32;
const CALL_DURATION: Duration = Duration::from_secs(4);
/// Number of members. Each signs in three times: with the code of the previous, the current and the next time step.
const MEMBERS: usize = 40;
const OFFSETS: [i64; 3] = [-1, 0, 1];

pub async fn run(address: SocketAddr, pid: Option<u32>) -> Result<()> {
    let members = members(address).await?;
    let tokens = log_ins(address, &members).await?;
    measure_argon2().await?;
    let access = tokens.first().ok_or("no login")?.access.clone();
    let info = Call {
        name: "GET /auth-jwt/user-info",
        method: Method::GET,
        path: "/auth-jwt/user-info",
        aim: "10,000/s, p99 under 10 ms",
    };
    measure_call(address, pid, info, &access).await?;
    measure_refresh(address, tokens).await?;
    classes(address, &access).await
}

async fn members(address: SocketAddr) -> Result<Vec<Member>> {
    let mark = now().micros();
    let mut tasks = JoinSet::new();
    for n in 0..MEMBERS {
        tasks.spawn(async move {
            let mut client = ApiClient::open(address, None).await?;
            client.register(format!("load{mark}x{n}")).await
        });
    }
    let mut members = Vec::new();
    while let Some(member) = tasks.join_next().await {
        members.push(member??);
    }
    Ok(members)
}

/// Signs in all members at once, in three rounds. Returns the tokens of the last round.
async fn log_ins(address: SocketAddr, members: &[Member]) -> Result<Vec<Tokens>> {
    // Starts at the beginning of a time step, so that the server accepts the codes of all three steps during the run.
    let into_step = now().seconds() % 30;
    tokio::time::sleep(Duration::from_secs(30 - into_step)).await;
    let (mut times, mut tokens) = (Times::default(), Vec::new());
    let began = Instant::now();
    for offset in OFFSETS {
        tokens.clear();
        let mut tasks = JoinSet::new();
        for member in members {
            let (name, secret) = (member.name.clone(), member.secret.clone());
            tasks.spawn(async move {
                let mut client = ApiClient::open(address, None).await?;
                let began = Instant::now();
                let tokens = client.log_in(&Member { name, secret }, offset).await?;
                Result::Ok((began.elapsed(), tokens))
            });
        }
        while let Some(done) = tasks.join_next().await {
            let (time, got) = done??;
            times.add(time);
            tokens.push(got);
        }
    }
    let a_second = times.len() as f64 / began.elapsed().as_secs_f64();
    row(
        &format!("POST /auth-jwt/login, {} members at once", members.len()),
        &format!("{} · {a_second:.0}/s", times.summary()),
        "near the next row",
    );
    Ok(tokens)
}

/// Measures Argon2id alone on all cores, as the upper bound for the rate of sign-ins.
async fn measure_argon2() -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let until = Instant::now() + CALL_DURATION;
    let mut tasks = JoinSet::new();
    for _ in 0..cores {
        tasks.spawn_blocking(move || {
            let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| error.to_string())?;
            let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let (mut out, mut count) = ([0; 32], 0_u32);
            while Instant::now() < until {
                argon
                    .hash_password_into(PASSWORD.as_bytes(), b"sixteen bytes !!", &mut out)
                    .map_err(|error| error.to_string())?;
                count += 1;
            }
            Ok::<_, String>(count)
        });
    }
    let mut count = 0;
    while let Some(part) = tasks.join_next().await {
        count += part??;
    }
    let a_second = f64::from(count) / CALL_DURATION.as_secs_f64();
    row(
        "Argon2id alone (19 MiB, 2 passes), all cores",
        &format!("{a_second:.0}/s"),
        "",
    );
    Ok(())
}

/// An API request that is repeated and measured.
struct Call {
    name: &'static str,
    method: Method,
    path: &'static str,
    aim: &'static str,
}

async fn measure_call(address: SocketAddr, pid: Option<u32>, what: Call, token: &str) -> Result<()> {
    let Call {
        name,
        method,
        path,
        aim,
    } = what;
    let before = pid.and_then(cpu_time);
    let until = Instant::now() + CALL_DURATION;
    let mut tasks = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut client = ApiClient::open(address, Some(token)).await?;
        let method = method.clone();
        tasks.spawn(async move {
            let mut times = Times::default();
            while Instant::now() < until {
                let began = Instant::now();
                client.call(method.clone(), path, None).await?;
                times.since(began);
            }
            Result::Ok(times)
        });
    }
    let mut times = Times::default();
    while let Some(part) = tasks.join_next().await {
        times.extend(part??);
    }
    let a_second = times.len() as f64 / CALL_DURATION.as_secs_f64();
    row(
        &format!("{name} with {CONNECTIONS} connections"),
        &format!("{} · {a_second:.0}/s", times.summary()),
        aim,
    );
    // The CPU time of the server process is the better measure, because other load of the machine does not change it.
    if let (Some(before), Some(after)) = (before, pid.and_then(cpu_time)) {
        let each = after.saturating_sub(before) / u32::try_from(times.len().max(1))?;
        row(&format!("{name}, the server's own time"), &millis(each), "");
    }
    Ok(())
}

/// Measures the refresh of tokens. Each connection has its own login, because a refresh token works once, and the
/// response contains the next one.
async fn measure_refresh(address: SocketAddr, tokens: Vec<Tokens>) -> Result<()> {
    const PATH: &str = "/auth-jwt/refresh";
    let until = Instant::now() + CALL_DURATION;
    let mut tasks = JoinSet::new();
    for mut held in tokens.into_iter().take(CONNECTIONS) {
        let mut client = ApiClient::open(address, None).await?;
        tasks.spawn(async move {
            let mut times = Times::default();
            while Instant::now() < until {
                client.token = Some(held.refresh);
                let began = Instant::now();
                let answer = client.call(Method::POST, PATH, None).await?;
                times.since(began);
                held = Tokens::of(&serde_json::from_slice(&answer)?)?;
            }
            Result::Ok(times)
        });
    }
    let mut times = Times::default();
    while let Some(part) = tasks.join_next().await {
        times.extend(part??);
    }
    let a_second = times.len() as f64 / CALL_DURATION.as_secs_f64();
    row(
        &format!("POST {PATH} with {CONNECTIONS} connections"),
        &format!("{} · {a_second:.0}/s", times.summary()),
        "",
    );
    Ok(())
}

async fn classes(address: SocketAddr, access: &str) -> Result<()> {
    let mut client = ApiClient::open(address, Some(access)).await?;
    let mut times = Times::default();
    for _ in 0..5 {
        let began = Instant::now();
        let class = client.post("/classes", &json!({"title": "Load", "seats": 500})).await?;
        times.since(began);
        if class["seats"].as_array().map(Vec::len) != Some(500) {
            return Err("a class without its seats".into());
        }
    }
    row(
        "POST /classes with 500 seats",
        &millis(times.quantile(0.5)),
        "under 300 ms",
    );
    Ok(())
}
