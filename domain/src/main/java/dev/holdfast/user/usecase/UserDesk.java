package dev.holdfast.user.usecase;

import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.LostRace;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.User;
import dev.holdfast.user.UserEvent;
import dev.holdfast.user.port.Users;
import java.time.InstantSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows everyone to those who look after the accounts, and lets them change what is theirs to. */
public final class UserDesk {
  private final Users users;
  private final People people;
  private final InstantSource clock;

  public UserDesk(Users users, People people, InstantSource clock) {
    this.users = users;
    this.people = people;
    this.clock = clock;
  }

  /** Takes what this use case answers from the buses. */
  public void bind(CommandBus commands, QueryBus queries) {
    commands.handle(ChangeUser.class, this::change);
    queries
        .handle(MayChangeUser.class, this::mayChange)
        .handle(GetProfile.class, query -> people.known(query.actor().requireUserId()))
        .handle(GetUser.class, query -> people.known(query.user()))
        .handle(ListUsers.class, query -> people.list(query.search(), query.page()))
        .handleStream(StreamUsers.class, this::stream);
  }

  private Flux<Profile> stream(StreamUsers query) {
    return people.stream(query.search());
  }

  Mono<Boolean> mayChange(MayChangeUser query) {
    return people.changeable(query.user(), query.ifMatch()).thenReturn(true);
  }

  Mono<Profile> change(ChangeUser command) {
    return people
        .changeable(command.user(), command.ifMatch())
        .flatMap(user -> administered(command, user))
        .retryWhen(LostRace.retryUnlessSeen(command.ifMatch()))
        .flatMap(people::opened)
        .switchIfEmpty(People.notFound());
  }

  private Mono<User> administered(ChangeUser command, User user) {
    return switch (user.administer(command.role(), command.isActive(), clock.instant())) {
      case Accepted<User, UserEvent.OfUser>(var same, var events) when events.isEmpty() ->
          Mono.just(same);
      case Accepted<User, UserEvent.OfUser>(_, var events) ->
          users.save(events.getFirst(), null, null, command.actor());
      case Rejected<User, UserEvent.OfUser>(var reason) ->
          Mono.error(new RejectedException(reason));
    };
  }
}
